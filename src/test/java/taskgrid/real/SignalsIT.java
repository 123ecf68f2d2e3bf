package taskgrid.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What Ctrl-C and other signals do to a submitter and its job. */
@Timeout(120)
class SignalsIT {
  @AutoClose private static RealGrid grid;

  @BeforeAll
  static void start() throws Exception {
    grid = RealGrid.of(2, "--slots", "4");
  }

  @Test
  void ctrlCCancelsTheJobAndWaitsForThat() throws Exception {
    Launched submit = submitting(slowTasks(1000, "100s"));
    submit.err().await("the job's first line", text -> text.contains("job "));
    submit.out().await("the first result", text -> text.contains("first"));
    long began = System.nanoTime();
    submit.signal("INT");

    Ran ran = submit.ended().exits(130);

    Figures.say("Ctrl-C to exit: %d ms", (System.nanoTime() - began) / 1_000_000);
    SummaryLine summary = ran.summary();
    assertThat(summary.succeeded()).isEqualTo(1);
    assertThat(summary.cancelled()).isPositive().isEqualTo(summary.tasks() - 1);
    assertThat(grid.taskgrid("job", "show", summary.job(), "--output", "json").out())
        .contains("\"state\":\"cancelled\"");
  }

  @Test
  void terminateLeavesTheJobRunning() throws Exception {
    Launched submit = submitting(slowTasks(20, "4s"));
    String id = idOf(submit);
    Patience.until("all lines are sent", () -> !status(id).get("total").isNull());
    submit.signal("TERM");

    Ran left = submit.ended().exits(143);

    assertThat(left.err()).contains("job " + id + " goes on; bin/taskgrid job results " + id);
    Ran results = grid.taskgrid("job", "results", id, "-k", "--follow");
    assertThat(results.exits(0).lines()).isEqualTo(slowValues(20));
  }

  @Test
  void hangUpLeavesTheJobRunning() throws Exception {
    Launched submit = submitting(slowTasks(2, "100s"));
    String id = idOf(submit);
    submit.out().await("the first result", text -> text.contains("first"));
    submit.signal("HUP");

    Ran left = submit.ended().exits(129);

    assertThat(left.err()).contains("job " + id + " goes on; bin/taskgrid job results " + id);
    assertThat(status(id).get("state").asText()).isEqualTo("running");
    grid.taskgrid("job", "cancel", id).exits(0);
  }

  @Test
  void whoIsToldToLeaveBeforeTheEndOfItsInputStrandsTheJobAtOnce() throws Exception {
    Launched submit = typing("echo 1\necho 2\n");
    String id = idOf(submit);
    submit.signal("TERM");

    Ran left = submit.ended().exits(143);

    assertThat(left.err()).contains("job " + id + " was left at line 2: what follows was not sent");
    long began = System.nanoTime();
    Ran waited = grid.taskgrid("job", "wait", id).exits(255);
    Ran results = grid.taskgrid("job", "results", id, "-k", "--follow").exits(255);
    Figures.say("stranded, waited for, read: %d ms", (System.nanoTime() - began) / 1_000_000);
    String last = "job " + id + " is stranded: its submitter is gone; line 2 is the last one";
    assertThat(waited.err()).contains(last);
    assertThat(results.err()).contains(last);
    assertThat(results.lines()).containsExactly("1", "2");
    assertThat(status(id).get("state").asText()).isEqualTo("stranded");
  }

  @Test
  void ctrlCBeforeTheEndOfTheInputCancelsTheJobThoughAllThatWasSentSucceeded() throws Exception {
    Launched submit = typing("echo 1\necho 2\n");
    String id = idOf(submit);
    submit.signal("INT");

    Ran ran = submit.ended().exits(130);

    assertThat(ran.err()).contains("was cancelled before all of its input was sent");
    assertThat(status(id).get("state").asText()).isEqualTo("cancelled");
    grid.taskgrid("job", "wait", id).exits(130);
    assertThat(grid.taskgrid("job", "results", id, "-k", "--follow").exits(130).lines())
        .containsExactly("1", "2");
  }

  @Test
  void aReaderThatClosesThePipeCancelsTheJob() throws Exception {
    String pipe = "yes echo y | submit.sh " + grid.options() + " - | head -3";
    Ran ran = grid.bin().script(pipe + "; exit ${PIPESTATUS[1]}").ended().exits(141);

    assertThat(ran.lines()).containsExactly("y", "y", "y");
    String id = ran.err().split(" ")[1];
    grid.taskgrid("job", "wait", id).exits(130);
    assertThat(status(id).get("state").asText()).isEqualTo("cancelled");
    assertThat(status(id).get("total").isNull()).as("it is not sealed").isFalse();
  }

  /** A submitter that got so many lines, has shown their results, and waits for more. */
  private static Launched typing(String lines) throws Exception {
    Launched submit =
        grid.bin().script("exec env --default-signal=INT,HUP submit.sh " + grid.options() + " -");
    submit.type(lines);
    submit.out().await("the results", text -> text.lines().count() == lines.lines().count());
    return submit;
  }

  private static String idOf(Launched submit) throws Exception {
    return submit.err().await("the job's first line", text -> text.endsWith("\n")).split(" ")[1];
  }

  private static JsonNode status(String id) throws Exception {
    Ran shown = grid.taskgrid("job", "show", id, "--output", "json");
    return new ObjectMapper().readTree(shown.exits(0).out());
  }

  private static List<String> slowValues(int count) {
    List<String> values = new ArrayList<>(List.of("first"));
    IntStream.rangeClosed(1, count).forEach(i -> values.add("slow" + i));
    return values;
  }

  /** One task that ends at once, and some that do not. */
  private static Path slowTasks(int count, String duration) throws Exception {
    return grid.file(
        "slow-" + duration + ".txt",
        Stream.concat(
            Stream.of("echo first"),
            IntStream.rangeClosed(1, count).mapToObj(i -> "sleep " + duration + " slow" + i)));
  }

  /**
   * A test run in the background of a script ignores Ctrl-C, and so would its children; `env` makes
   * them listen again.
   */
  private static Launched submitting(Path file) throws Exception {
    String command = "exec env --default-signal=INT,HUP submit.sh " + grid.options() + " " + file;
    return grid.bin().script(command);
  }
}
