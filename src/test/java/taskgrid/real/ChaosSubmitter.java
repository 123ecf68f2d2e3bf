package taskgrid.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Submits one job after another until it is over, and checks of each that every line has exactly
 * one result, and the right one.
 */
final class ChaosSubmitter implements Callable<List<ChaosSubmitter.Done>> {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int MOST_TOLD = 10;

  private final RealGrid grid;
  private final int number;
  private final Random random;
  private final ChaosOptions options;
  private final BooleanSupplier over;
  private final ObjectMapper json = new ObjectMapper();

  /** A job that ended as it should. */
  record Done(String id, ChaosJob job, double seconds) {}

  ChaosSubmitter(RealGrid grid, int number, ChaosOptions options, BooleanSupplier over) {
    this.grid = grid;
    this.number = number;
    this.random = new Random(options.seed() * 31 + number);
    this.options = options;
    this.over = over;
  }

  @Override
  public List<Done> call() throws Exception {
    List<Done> all = new ArrayList<>();
    while (!over.getAsBoolean()) {
      all.add(one(ChaosJob.next(random), "job-%d-%d".formatted(number, all.size())));
    }
    return all;
  }

  private Done one(ChaosJob job, String name) throws Exception {
    Path input = grid.file(name + ".txt", job.lines().stream());
    Path output = grid.temp().resolve(name + ".jsonl");
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--format", "jsonl", "--output", output.toString()));
    arguments.addAll(List.of("--keep", "10s"));
    if (job.inOrder()) {
      arguments.add("-k");
    }
    if (options.crashLimit()) {
      arguments.addAll(List.of("--crash-limit", "0"));
    }
    arguments.add(input.toString());
    Ran ran = grid.launchSubmit(arguments.toArray(String[]::new)).ended(PATIENCE).exits(0);
    SummaryLine summary = ran.summary();
    String what = "%s job %s (%s)".formatted(job.kind(), summary.job(), output);
    assertThat(wrong(job, output)).as(what).isEmpty();
    assertThat(summary.succeeded()).as(what).isEqualTo(job.lines().size());
    Files.delete(input);
    Files.delete(output);
    return new Done(summary.job(), job, summary.seconds());
  }

  /** What is not as it should be, the first few of it. */
  private List<String> wrong(ChaosJob job, Path output) throws Exception {
    List<String> wrong = new ArrayList<>();
    BitSet seen = new BitSet();
    int[] last = {0};
    try (Stream<String> results = Files.lines(output)) {
      for (String text : (Iterable<String>) results::iterator) {
        JsonNode result = json.readTree(text);
        int task = result.get("task").asInt();
        boolean fits =
            task >= 1
                && task <= job.lines().size()
                && result.get("state").asText().equals("succeeded")
                && result.get("value").asText().equals(job.valueOf(task))
                && result.get("input").asText().equals(job.lines().get(task - 1));
        if (!fits) {
          wrong.add("not the result of a line: " + text);
        } else if (seen.get(task)) {
          wrong.add("another result of line " + task);
        } else if (job.inOrder() && task != last[0] + 1) {
          wrong.add("line " + task + " after line " + last[0]);
        }
        seen.set(Math.max(task, 0));
        last[0] = task;
      }
    }
    for (int i = seen.nextClearBit(1); i <= job.lines().size(); i = seen.nextClearBit(i + 1)) {
      wrong.add("no result of line " + i);
    }
    return wrong.subList(0, Math.min(wrong.size(), MOST_TOLD));
  }
}
