package taskgrid.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import taskgrid.grid.GridFixture.SubmittedJob;
import taskgrid.task.Attempts;
import taskgrid.task.FailureKind;
import taskgrid.task.JobOptions;
import taskgrid.task.TaskResult;

/** The way of a task on a grid of several members. */
class MainPathTest {
  @RegisterExtension final GridFixture grid = new GridFixture();

  @Test
  void everyLineHasItsResult() throws Exception {
    grid.start(2);
    SubmittedJob job =
        grid.submit(
            "double 21",
            "square 9",
            "# a comment",
            "",
            "echo hello",
            "fail no luck",
            "nonsense 1",
            "{\"function\":\"add\",\"argument\":\"1 2\"}",
            "{\"function\":");

    Map<Long, TaskResult> results = job.results();
    assertThat(job.texts())
        .containsEntry(1L, "42")
        .containsEntry(2L, "81")
        .containsEntry(5L, "hello")
        .containsEntry(6L, "failed: no luck")
        .containsEntry(8L, "3")
        .containsOnlyKeys(1L, 2L, 5L, 6L, 7L, 8L, 9L);
    assertThat(results.get(6L).kind()).isEqualTo(FailureKind.ERROR);
    assertThat(results.get(7L).kind()).isEqualTo(FailureKind.INVALID);
    assertThat(results.get(9L).kind()).isEqualTo(FailureKind.INVALID);
  }

  @Test
  void manyTasksRunOnAllMembersAndEachOnce() throws Exception {
    grid.start(3).with("note", (input, context) -> input);
    SubmittedJob job = grid.submit(JobOptions.DEFAULT, GridFixture.lines(20_000, "note"));

    assertThat(job.results()).hasSize(20_000);
    assertThat(job.texts()).allSatisfy((line, text) -> assertThat(text).isEqualTo("" + line));
    assertThat(grid.executions().count()).isEqualTo(20_000);
    assertThat(job.job().status().members()).hasSize(3);
  }

  @Test
  void aFunctionIsAppliedToEveryLine() throws Exception {
    grid.start(2);
    SubmittedJob job =
        grid.submit(
            JobOptions.DEFAULT.withFunction("square | subtract 1"), List.of("1", "2", "# 3", ""));

    assertThat(job.texts()).containsEntry(1L, "0").containsEntry(2L, "3").hasSize(4);
    assertThat(job.results().get(3L).kind()).isEqualTo(FailureKind.INVALID);
  }

  @Test
  void aLineThatIsTooLongFailsAndItsLengthIsSaid() throws Exception {
    grid.start(2);
    JobOptions d = JobOptions.DEFAULT;
    JobOptions shortLines =
        new JobOptions(null, null, 0, 300, d.maxValue(), d.keep(), d.keepUndelivered(), false);
    SubmittedJob job =
        grid.submit(shortLines, List.of("echo fits", "echo " + "x".repeat(1_000), "echo too"));

    TaskResult tooLong = job.results().get(2L);
    assertThat(tooLong.kind()).isEqualTo(FailureKind.INVALID);
    assertThat(tooLong.error()).contains("1005").contains("300");
    assertThat(job.texts()).containsEntry(1L, "fits").containsEntry(3L, "too").hasSize(3);
  }

  @Test
  void valuesOfManySizesArriveWhole() throws Exception {
    grid.start(2)
        .with("large", (input, context) -> input.repeat((3 << 20) / input.length()))
        .with("medium", (input, context) -> input.repeat(200_000));
    SubmittedJob job =
        grid.submit("large a", "echo b", "large c", "medium d", "medium e", "large f", "echo g");

    assertThat(job.texts())
        .containsEntry(1L, "a".repeat(3 << 20))
        .containsEntry(2L, "b")
        .containsEntry(3L, "c".repeat(3 << 20))
        .containsEntry(4L, "d".repeat(200_000))
        .containsEntry(6L, "f".repeat(3 << 20))
        .hasSize(7);
  }

  @Test
  void aValueThatIsTooLargeFailsItsTaskAlone() throws Exception {
    grid.start(2).with("large", (input, context) -> "x".repeat(Integer.parseInt(input)));
    JobOptions d = JobOptions.DEFAULT;
    JobOptions smallValues =
        new JobOptions(null, null, 0, d.maxLine(), 1_000, d.keep(), d.keepUndelivered(), false);
    SubmittedJob job = grid.submit(smallValues, List.of("large 1000", "large 1001", "echo x"));

    assertThat(job.results().get(2L).error()).contains("1001").contains("--max-value 1000");
    assertThat(job.texts()).containsEntry(1L, "x".repeat(1_000)).containsEntry(3L, "x");
  }

  @Test
  void aJobWithoutTasksEnds() throws Exception {
    grid.start(2);

    assertThat(grid.submit().results()).isEmpty();
    assertThat(grid.submit("# nothing", "", "   ").results()).isEmpty();
  }

  @Test
  void aFailedTaskIsTriedAgain() throws Exception {
    grid.start(2)
        .with(
            "third",
            (input, context) -> {
              if (context.attempt() < 3) {
                throw new IllegalStateException("not yet");
              }
              return "at last";
            });
    String line = "{\"function\":\"third\",\"retries\":%d,\"backoff\":\"5ms\"}";
    SubmittedJob job = grid.submit(line.formatted(2), line.formatted(1));

    assertThat(job.texts()).containsEntry(1L, "at last").containsEntry(2L, "failed: not yet");
    assertThat(job.results().get(1L).attempts()).isEqualTo(3);
    assertThat(grid.executions().count()).isEqualTo(5);
  }

  @Test
  void theNextAttemptIsAnotherMembers() throws Exception {
    Map<Integer, String> memberOfAttempt = new ConcurrentHashMap<>();
    grid.start(2)
        .with(
            "second",
            (input, context) -> {
              memberOfAttempt.put(context.attempt(), context.member());
              if (context.attempt() == 1) {
                throw new IllegalStateException("not here");
              }
              return "there";
            });

    SubmittedJob job = grid.submit("{\"function\":\"second\",\"retries\":1,\"backoff\":\"1ms\"}");

    assertThat(job.texts()).containsEntry(1L, "there");
    assertThat(memberOfAttempt).hasSize(2);
    assertThat(memberOfAttempt.get(1)).isNotEqualTo(memberOfAttempt.get(2));
  }

  @Test
  void whatAJobSaysOfAttemptsIsForLinesThatDoNotSayIt() throws Exception {
    grid.start(2)
        .with(
            "never",
            (input, context) -> {
              throw new IllegalStateException("attempt " + context.attempt());
            });
    JobOptions twice =
        JobOptions.DEFAULT.withAttempts(
            new Attempts(Duration.ofMillis(100), 1, Duration.ofMillis(1)));

    SubmittedJob job =
        grid.submit(
            twice,
            List.of(
                "never x",
                "{\"function\":\"never\",\"retries\":0}",
                "sleep 1h",
                "{\"function\":\"sleep\",\"argument\":\"300ms late\",\"timeout\":\"1h\"}"));

    assertThat(job.results().get(1L).error()).isEqualTo("attempt 2");
    assertThat(job.results().get(1L).attempts()).isEqualTo(2);
    assertThat(job.results().get(2L).error()).isEqualTo("attempt 1");
    assertThat(job.results().get(3L).kind()).isEqualTo(FailureKind.TIMEOUT);
    assertThat(job.results().get(3L).attempts()).isEqualTo(2);
    assertThat(job.texts()).containsEntry(4L, "late");
  }

  @Test
  void jobsTakeTurns() throws Exception {
    grid.start(2).with("work", (input, context) -> Work.of(input, 2));
    SubmittedJob large = grid.submit(JobOptions.DEFAULT, GridFixture.lines(2_000, "work"));
    large.read(50);
    SubmittedJob small = grid.submit(JobOptions.DEFAULT, GridFixture.lines(20, "work"));

    assertThat(small.results()).hasSize(20);
    assertThat(grid.executions().count())
        .as("tasks that had run when the small job ended")
        .isLessThan(1_500);
    assertThat(large.results()).hasSize(2_000);
  }

  @Test
  void idleMembersHelpABusyOne() throws Exception {
    CountDownLatch all = new CountDownLatch(4);
    grid.start(2)
        .with(
            "meet",
            (input, context) -> {
              all.countDown();
              Await.signal("all four slots of both members run a task of one batch", all);
              return context.member();
            });
    grid.create("meeting");
    BatchKey key = grid.store(grid.member(1), "meeting", 1, "meet", "meet", "meet", "meet");

    assertThat(grid.logOf(key)).hasSize(4);
    assertThat(grid.logOf(key).values())
        .containsExactlyInAnyOrder(
            grid.member(0).address(),
            grid.member(0).address(),
            grid.member(1).address(),
            grid.member(1).address());
  }
}
