package taskgrid.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import taskgrid.NetworkNamespaces;
import taskgrid.NetworkNamespaces.Side;
import taskgrid.bundle.Jars;

/**
 * A member on another host, which knows its own address and label and nothing else, runs what a
 * pipeline has waiting for that label, with files that nobody has brought it. Needs root; else it
 * is skipped.
 */
@Timeout(180)
@Isolated("it is measured")
class PipelineDiscoveryIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String WEST = Side.LEFT.address() + ":5701";
  private static final String EAST = Side.RIGHT.address() + ":5701";

  /** So many that the source is still at it when the east has joined. */
  private static final int ITEMS = 150;

  private static final int WAITING = 20;
  private static final double GOAL_SECONDS = 2;
  private static final List<String> SQUARES =
      IntStream.rangeClosed(1, 10).mapToObj(n -> "" + n * n).toList();

  @TempDir Path temp;

  private NetworkNamespaces hosts;
  private final Bin bin = new Bin();

  @BeforeEach
  void open() throws Exception {
    hosts = NetworkNamespaces.open();
  }

  @AfterEach
  void close() throws Exception {
    bin.close();
    if (hosts != null) {
      hosts.close();
    }
  }

  @Test
  void aMemberThatIsFoundRunsAStageWithAShippedFunctionWithinTwoSeconds() throws Exception {
    runsInTheEast(
        Jars.examples(temp),
        "function: reverse",
        square -> new StringBuilder(square).reverse().toString());
  }

  @Test
  void aMemberThatIsFoundRunsAStageWithAShippedScriptWithinTwoSeconds() throws Exception {
    Path folder = Files.createDirectories(temp.resolve("project/data")).getParent();
    Files.writeString(folder.resolve("data/word.txt"), "square\n");
    Path script =
        Files.writeString(
            folder.resolve("say.sh"),
            "#!/bin/sh\nwhile read -r line; do echo \"$(cat data/word.txt) $line\"; done\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();

    runsInTheEast(folder, "worker: ./say.sh", square -> "square " + square);
  }

  /** The last stage of a pipeline is for the east alone, where at first there is nobody. */
  private void runsInTheEast(Path shipped, String program, UnaryOperator<String> expected)
      throws Exception {
    assertThat(member(Side.LEFT, WEST, "zone=west").awaitReady()).isEqualTo(1);
    Path file =
        Files.write(
            temp.resolve("pipeline.yaml"),
            List.of(
                "name: zones",
                "source: { function: random 1 10, every: 100ms, count: " + ITEMS + " }",
                "ship: [ " + shipped + " ]",
                "stages:",
                "  - { name: square, function: square }",
                "  - { name: east, " + program + ", where: 'zone == east' }"));
    String job = west("pipeline", "run", file.toString(), "--detach").out().strip();
    Patience.until("items wait for the east", () -> eastStage("waiting") > WAITING);
    assertThat(west("job", "show", job).out()).containsPattern("no member .*matches zone == east");
    assertThat(eastStage("succeeded")).isZero();

    // It has begun to wait when the member comes: what a JVM's start takes is not the member's.
    Launched results = beginWest("job", "results", job, "--follow", "-k", "--format", "jsonl");

    // From here on nobody does anything.
    RealMember east = member(Side.RIGHT, EAST, "zone=east");
    assertThat(east.awaitReady()).isEqualTo(2);
    Instant ready = Instant.now();
    List<JsonNode> items = new ArrayList<>();
    for (String line : results.ended().exits(0).lines()) {
      items.add(JSON.readTree(line));
    }

    assertThat(items)
        .extracting(item -> item.get("task").asInt())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, ITEMS).boxed().toList());
    assertThat(items)
        .allSatisfy(
            item -> {
              String square = item.get("input").asText();
              assertThat(square).isIn(SQUARES);
              assertThat(item.get("value").asText()).isEqualTo(expected.apply(square));
              assertThat(item.get("member").asText()).isEqualTo(EAST);
              assertThat(item.get("attempts").asInt()).isOne();
            });
    double first = items.stream().mapToDouble(item -> seconds(ready, item)).min().orElseThrow();
    Figures.say(
        "%s: the first item ended %.2f s after the member that was found was ready (goal %.0f)",
        program, first, GOAL_SECONDS);
    assertThat(first).isLessThanOrEqualTo(GOAL_SECONDS);
  }

  /** From a moment until an item had ended, by the clock that all processes here share. */
  private static double seconds(Instant from, JsonNode item) {
    long started = Instant.parse(item.get("started").asText()).toEpochMilli();
    return (started + item.get("millis").asDouble() - from.toEpochMilli()) / 1000;
  }

  private long eastStage(String count) throws Exception {
    Ran shown = west("pipeline", "show", "zones", "--output", "json");
    JsonNode stages = JSON.readTree(shown.out()).get("stages");
    return stages.get(stages.size() - 1).get(count).asLong();
  }

  private RealMember member(Side side, String own, String label) throws Exception {
    List<String> words =
        new ArrayList<>(List.of("--discover", "--insecure", "--bind", own, "--label", label));
    words.addAll(List.of("--data", temp.resolve("data-" + side).toString()));
    words.addAll(List.of("--slots", "2", "--memory", "512m", "--allow-shell"));
    return new RealMember(own, launch(side, "member.sh", words));
  }

  private Ran west(String... words) throws Exception {
    return beginWest(words).ended().exits(0);
  }

  /** A command on the west's host, of the member there. */
  private Launched beginWest(String... words) throws Exception {
    List<String> all = new ArrayList<>(Arrays.asList(words));
    all.addAll(List.of("--members", WEST));
    return launch(Side.LEFT, "taskgrid", all);
  }

  private Launched launch(Side side, String launcher, List<String> words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Bin.HOME.resolve("bin").resolve(launcher).toString());
    command.addAll(words);
    command.addAll(List.of("--cluster", "pipeline-discovered"));
    long began = System.nanoTime();
    return bin.adopt(new Launched(command, hosts.start(side, bin.builder(command)), began));
  }
}
