package taskgrid.real;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files of tasks through bin/submit.sh on a grid of two members. */
@Timeout(120)
class ExamplesIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @AutoClose private static RealGrid grid;

  @BeforeAll
  static void start() throws Exception {
    grid = RealGrid.of(2, "--slots", "2", "--host-table", example("hosts/hosts.txt"));
  }

  @Test
  void theExampleAnswersAsExpected() throws Exception {
    Ran ran = grid.submit("-k", example("tasks.txt")).exits(0);

    assertThat(ran.out()).isEqualTo(expected("tasks"));
    assertThat(ran.err())
        .startsWith("job " + ran.summary().job() + " on 2 members at ")
        .hasLineCount(2);
    assertThat(ran.summary().succeeded()).isEqualTo(18);
  }

  @Test
  void withoutKeepOrderTheSameValuesCome() throws Exception {
    Ran ran = grid.submit(example("tasks.txt")).exits(0);

    assertThat(ran.lines()).containsExactlyInAnyOrder(expected("tasks").split("\n"));
  }

  @Test
  void numbersThroughAFunction() throws Exception {
    Ran ran = grid.submit("-k", "--function", "double", example("numbers.txt")).exits(0);

    assertThat(ran.out()).isEqualTo(expected("numbers-double"));
  }

  @Test
  void numbersThroughAChain() throws Exception {
    Ran ran = grid.submit("-k", "--function", "square | subtract 1", example("numbers.txt"));

    assertThat(ran.exits(0).out()).isEqualTo(expected("numbers-chain"));
  }

  @Test
  void badLinesFailWithTheirLineNumberAndReason() throws Exception {
    Ran ran = grid.submit("--format", "jsonl", example("bad-lines.txt")).exits(33);

    List<String> failures = new ArrayList<>();
    for (JsonNode result : results(ran)) {
      if (result.get("state").asText().equals("failed")) {
        assertThat(result.get("kind").asText()).isEqualTo("invalid");
        failures.add(
            "bad-lines.txt:" + result.get("task") + ": failed: " + result.get("error").asText());
      }
    }
    assertThat(failures).containsExactlyInAnyOrder(expected("bad-lines").split("\n"));
    // The first ten are on stderr, with the file as it was typed.
    assertThat(ran.err().lines().filter(line -> line.contains(": failed: "))).hasSize(10);
    assertThat(ran.err()).contains("… and 23 more failures");
  }

  @Test
  void aMixedFileHasAllItsValuesAndAllItsFailures() throws Exception {
    ByteArrayOutputStream mixed = new ByteArrayOutputStream();
    int bad = 0;
    for (byte[] line : badLines()) {
      mixed.write(goodLines(bad * 27, 27));
      mixed.write(line);
      mixed.write('\n');
      bad++;
    }
    mixed.write(goodLines(bad * 27, 1000 - bad * 27));
    assertThat(bad).isEqualTo(37);
    Path file = Files.write(grid.temp().resolve("mixed.txt"), mixed.toByteArray());

    Ran ran = grid.submit("--format", "jsonl", file.toString()).exits(37);

    List<String> values = new ArrayList<>();
    List<Integer> failed = new ArrayList<>();
    for (JsonNode result : results(ran)) {
      if (result.get("state").asText().equals("succeeded")) {
        values.add(result.get("value").asText());
      } else {
        failed.add(result.get("task").asInt());
        assertThat(result.get("error").asText()).as("reason of %s", result).isNotBlank();
      }
    }
    assertThat(values)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 1000).mapToObj(i -> String.valueOf(2 * i)).toList());
    assertThat(failed)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, 37).mapToObj(i -> i * 28).toList());
    assertThat(ran.summary().failed()).isEqualTo(37);
  }

  @Test
  void aLineOfStandardInputIsAnsweredBeforeTheNextIsTyped() throws Exception {
    Launched submit = grid.launchSubmit("-");
    submit.type("double 21\n");
    submit.out().await("the first result", "42\n"::equals);
    submit.type("double 4\n");
    submit.out().await("the second result", "42\n8\n"::equals);
    submit.endInput();

    assertThat(submit.ended().exits(0).summary().tasks()).isEqualTo(2);
  }

  @Test
  void severalFilesAreNumberedAsIfJoined() throws Exception {
    Path first = grid.file("first.txt", Stream.of("double 1", "# nothing", "double 3"));
    Path second = grid.file("second.txt", Stream.of("double 4", "double x"));

    Ran ran = grid.submit("-k", "--tag", first.toString(), second.toString()).exits(1);

    assertThat(ran.out()).isEqualTo("1\t2\n3\t6\n4\t8\n");
    assertThat(ran.err()).contains(second + ":2: failed: double needs an integer, got \"x\"");
  }

  @Test
  void csvHasItsHeaderAndQuotesWhatNeedsIt() throws Exception {
    Path file = grid.file("csv.txt", Stream.of("echo a,b \"c\"", "fail no"));

    List<String> lines = grid.submit("-k", "--format", "csv", file.toString()).exits(1).lines();

    assertThat(lines.get(0))
        .isEqualTo("task,state,value,error,kind,function,input,member,attempts,started,millis");
    assertThat(lines.get(1)).startsWith("1,succeeded,\"a,b \"\"c\"\"\",,,echo,");
    assertThat(lines.get(2)).startsWith("2,failed,,no,error,fail,fail no,");
  }

  @Test
  void resultsGoIntoAFile() throws Exception {
    Path output = grid.temp().resolve("results.txt");

    Ran ran = grid.submit("-k", "--output", output.toString(), example("tasks.txt")).exits(0);

    assertThat(ran.out()).isEmpty();
    assertThat(output).hasContent(expected("tasks"));
  }

  @Test
  void eachMemberSaysWhoItIs() throws Exception {
    Path file = grid.file("who.txt", Stream.generate(() -> "whoami").limit(200));

    List<String> said = grid.submit(file.toString()).exits(0).lines();

    assertThat(said).hasSize(200);
    assertThat(said.stream().distinct()).hasSize(2);
  }

  private static List<JsonNode> results(Ran ran) throws Exception {
    List<JsonNode> results = new ArrayList<>();
    for (String line : ran.lines()) {
      results.add(JSON.readTree(line));
    }
    return results;
  }

  /** The 33 of the example, and those that only a grid can refuse. */
  private static List<byte[]> badLines() throws Exception {
    List<byte[]> lines = new ArrayList<>();
    byte[] all = Files.readAllBytes(Bin.EXAMPLES.resolve("bad-lines.txt"));
    List<String> expected = expected("bad-lines").lines().toList();
    int number = 1;
    int start = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] == '\n') {
        String place = "bad-lines.txt:" + number + ":";
        if (expected.stream().anyMatch(line -> line.startsWith(place))) {
          lines.add(Arrays.copyOfRange(all, start, i));
        }
        start = i + 1;
        number++;
      }
    }
    lines.add("10.9.9.9:foo".getBytes(UTF_8));
    lines.add("137.72.95.0:no-such-command".getBytes(UTF_8));
    lines.add("fail on purpose".getBytes(UTF_8));
    lines.add(("echo " + "x".repeat(1 << 20)).getBytes(UTF_8));
    return lines;
  }

  private static byte[] goodLines(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(i -> "double " + i + "\n")
        .collect(joining())
        .getBytes(UTF_8);
  }

  private static String example(String name) {
    return Bin.EXAMPLES.resolve(name).toString();
  }

  private static String expected(String name) throws Exception {
    return Files.readString(Bin.EXAMPLES.resolve(name + ".expected"));
  }
}
