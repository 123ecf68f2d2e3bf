package taskgrid.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Going on where a job came to an end, through bin/. */
@Timeout(180)
class ResumeIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @AutoClose private static RealGrid grid;

  @BeforeAll
  static void start() throws Exception {
    grid = RealGrid.of(2, "--slots", "2");
  }

  private static List<String> inputs(Ran ran) throws Exception {
    List<String> inputs = new ArrayList<>();
    for (String line : ran.lines()) {
      JsonNode result = JSON.readTree(line);
      inputs.add(result.get("input").asText());
    }
    return inputs;
  }

  private static Ran submit(Path file, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of("--format", "jsonl"));
    all.addAll(List.of(options));
    all.add(file.toString());
    return grid.submit(all.toArray(String[]::new));
  }

  @Test
  void runsExactlyTheLinesWhoseContentHasNotSucceeded() throws Exception {
    Random random = new Random(20261122);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      // Some stand there twice, and some have succeeded once where they will stand twice.
      lines.add("double " + i % 270);
    }
    for (int i = 0; i < 700; i++) {
      lines.add("fail " + i % 650);
    }
    Collections.shuffle(lines, random);
    Ran first = submit(grid.file("first.txt", lines.stream())).exits(101);
    assertThat(first.summary().succeeded()).isEqualTo(300);

    Collections.shuffle(lines, random);
    for (int i = 0; i < 50; i++) {
      lines.set(i * 20, "square " + i);
    }
    for (int i = 0; i < 20; i++) {
      lines.add("double " + (260 + i));
    }
    TreeMap<String, Integer> succeeded = new TreeMap<>();
    IntStream.range(0, 300).forEach(i -> succeeded.merge("double " + i % 270, 1, Integer::sum));
    List<String> expected = new ArrayList<>();
    for (String line : lines) {
      if (succeeded.getOrDefault(line, 0) > 0) {
        succeeded.merge(line, -1, Integer::sum);
      } else {
        expected.add(line);
      }
    }

    Path second = grid.file("second.txt", lines.stream());
    Ran rest = submit(second, "--resume", first.summary().job()).exits(101);

    assertThat(rest.err()).contains("resume: 300 lines succeeded in job " + first.summary().job());
    assertThat(inputs(rest)).containsExactlyInAnyOrderElementsOf(expected);

    // What the second one did counts too, and so does what the first did.
    Ran third = submit(second, "--resume", rest.summary().job(), "-k").exits(101);
    assertThat(inputs(third))
        .hasSize((int) rest.summary().failed())
        .allMatch(x -> x.startsWith("fail"));
  }

  @Test
  void goesOnWhereAKilledSubmitterWas() throws Exception {
    Path file = grid.numbered("sleep 3ms ", 3_000);
    Launched killed = grid.launchSubmit("--format", "jsonl", "--batch-size", "10", file.toString());
    killed.out().await("some results", text -> text.lines().count() > 200);
    String id = killed.err().text().split(" ")[1];
    killed.signal("KILL");

    Ran rest = submit(file, "--resume", id).exits(0);

    Ran before = grid.taskgrid("job", "results", id, "--format", "jsonl");
    Set<String> all = new HashSet<>(inputs(before));
    assertThat(all).hasSizeBetween(200, 2_999);
    List<String> again = inputs(rest);
    assertThat(again).doesNotHaveDuplicates().noneMatch(all::contains);
    all.addAll(again);
    assertThat(all).hasSize(3_000);
  }

  @Test
  void aJobThatDidSomethingElseIsNotResumed() throws Exception {
    Path file = grid.file("numbers.txt", IntStream.range(0, 5).mapToObj(Integer::toString));
    Ran first = submit(file, "--function", "double").exits(0);
    submit(file, "--function", "square", "--resume", first.summary().job())
        .isRefusedBecause(
            "job "
                + first.summary().job()
                + " did something else with its lines: resume it with its own --function, --shell,"
                + " --each or --worker (bin/taskgrid job show "
                + first.summary().job()
                + ")");
    Ran none = submit(file, "--function", "double", "--resume", first.summary().job()).exits(0);
    assertThat(none.out()).isEmpty();
    assertThat(none.summary().tasks()).isZero();
  }

  @Test
  void whatFailedIsRetriedUnderItsNumber() throws Exception {
    Path file =
        grid.file(
            "some.txt",
            IntStream.rangeClosed(1, 200)
                .mapToObj(i -> i % 50 == 0 ? "fail at " + i : "double " + i));
    Ran first = submit(file).exits(4);
    String id = first.summary().job();

    Ran again = grid.taskgrid("job", "retry", id, "--failed", "--tag", "-k").exits(4);
    assertThat(again.out()).isEmpty();
    assertThat(again.err())
        .contains("job " + id + ":50: failed: at 50", "job " + id + ":200: failed: at 200");
    assertThat(again.summary().tasks()).isEqualTo(4);
    Ran nothing =
        grid.taskgrid("job", "retry", submit(grid.numbered("double ", 3)).summary().job());
    nothing.exits(0);
    assertThat(nothing.err()).contains("nothing to run again");
  }
}
