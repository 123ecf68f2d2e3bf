package taskgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgrid.cli.Shell.Ran;
import taskgrid.job.DeadLetters;
import taskgrid.job.Input;
import taskgrid.task.JobCounts;
import taskgrid.task.JobOptions;
import taskgrid.task.JobState;
import taskgrid.task.JobStatus;
import taskgrid.task.Stage;
import taskgrid.task.TaskNumbers;
import taskgrid.task.TaskResult;

/** What failed in a pipeline of the stages a and b is run again. */
class PipelineRetryCommandTest {
  @TempDir Path home;
  private Shell shell;
  private FakeJob first;
  private FakeJob second;

  @BeforeEach
  void open() {
    shell = new Shell(home);
    first = stage("a", 1);
    second = stage("b", 2);
  }

  private FakeJob stage(String name, int number) {
    FakeJob job = new FakeJob("p1s" + number, shell.time);
    shell.grids.jobs.add(status(job.id, name, number, List.of()));
    shell.grids.stages.put(job.id, job);
    return job;
  }

  private static JobStatus status(String id, String name, int number, List<TaskResult> failures) {
    String pipeline = id.substring(0, 2);
    String from = number == 1 ? null : pipeline + "s1";
    List<String> next = number == 1 ? List.of(pipeline + "s2") : List.of();
    Stage stage =
        new Stage(
            pipeline,
            "two",
            null,
            name,
            number,
            from,
            next,
            pipeline + "s2",
            null,
            false,
            0,
            null,
            false);
    return new JobStatus(
        id,
        JobState.FAILED,
        JobOptions.DEFAULT.withFunction("square").withStage(stage),
        new JobCounts(0, 0, 5, 5, 0),
        10,
        10,
        null,
        List.of(),
        failures,
        FakeTime.NOW,
        FakeTime.NOW);
  }

  private static DeadLetters deadLetters(long... tasks) {
    TaskNumbers numbers =
        TaskNumbers.of(LongStream.of(tasks).flatMap(task -> LongStream.of(task, task)).toArray());
    return new DeadLetters(numbers, Input.stream("-", InputStream.nullInputStream()));
  }

  /** A pipeline that will be run, by its last stage; nothing fails in the one before. */
  private FakeJob tries(String id) {
    String before = id.replaceFirst("s2$", "s1");
    shell.grids.stages.put(before, new FakeJob(before, shell.time));
    FakeJob job = new FakeJob(id, shell.time);
    shell.grids.pipelines.add(job);
    return job;
  }

  @Test
  void whatIsInTheGridAgainLeavesTheListHoweverItEndsThere() {
    first.deadLetters = deadLetters(2, 4, 7);
    tries("p2s2").give(Samples.cancelled(1), Samples.failed(2, "no"), Samples.cancelled(3)).end();

    assertThat(shell.run("pipeline", "retry", "two").code()).isEqualTo(1);
    assertThat(first.calls).contains("retried 2,4,7");
  }

  @Test
  void whatIsInTheGridAgainLeavesTheListWhenItsReaderLeavesEarly() {
    first.deadLetters = deadLetters(2, 4, 7);
    tries("p2s2").give(Samples.succeeded(1, "1"));

    Ran ran = shell.run("pipeline", "retry", "two", "--wait-timeout", "0ms");

    assertThat(ran.code()).isEqualTo(124);
    assertThat(first.calls).contains("retried 2,4,7");
  }

  @Test
  void aSignalToLeaveChangesNothingAboutThat() throws Exception {
    first.deadLetters = deadLetters(2, 4, 7);
    FakeJob again = tries("p2s2");
    CompletableFuture<Ran> running = shell.start("pipeline", "retry", "two");
    assertThat(again.waiting.await(Shell.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

    shell.signals.raise("TERM");

    assertThat(Shell.ended(running).code()).isEqualTo(143);
    assertThat(first.calls).contains("retried 2,4,7");
  }

  @Test
  void ofWhatWasSentInPartOnlyThatPartLeavesTheList() {
    first.deadLetters = deadLetters(2, 4, 7);
    second.deadLetters = deadLetters(1, 2, 3, 9);
    FakeJob cancelled = tries("p2s2").give(Samples.cancelled(1), Samples.cancelled(2)).end();
    cancelled.cutShort = true;
    cancelled.tasksSent = 2;

    Ran ran = shell.run("pipeline", "retry", "two");

    assertThat(ran.code()).isEqualTo(130);
    assertThat(first.calls).contains("retried 2,4");
    assertThat(second.calls).doesNotContain("retried 1-3,9");
    assertThat(ran.err()).endsWith("what failed in two.b was not sent and stays listed\n");
    assertThat(shell.grids.calls).contains("run [a, b]").doesNotContain("run [b]");
  }

  @Test
  void ofWhatWasLeftInTheMiddleOnlyWhatTheGridHasLeavesTheList() {
    first.deadLetters = deadLetters(2, 3, 4, 7);
    FakeJob left = tries("p2s2");
    left.sent = new CompletableFuture<>();
    left.leftAt = 2;

    assertThat(shell.run("pipeline", "retry", "two", "--wait-timeout", "0ms").code())
        .isEqualTo(124);
    assertThat(first.calls).contains("retried 2-3");
  }

  @Test
  void whereNothingIsKnownToHaveBeenSentNothingLeavesTheList() {
    first.deadLetters = deadLetters(2, 3);
    tries("p2s2").sent = new CompletableFuture<>();

    shell.run("pipeline", "retry", "two", "--wait-timeout", "0ms");

    assertThat(first.calls).noneMatch(call -> call.startsWith("retried"));
  }

  @Test
  void afterCtrlCNoOtherStageIsBegun() throws Exception {
    first.deadLetters = deadLetters(2, 4, 7);
    second.deadLetters = deadLetters(5);
    FakeJob again = tries("p2s2").give(Samples.failed(1, "no")).whenCancelled(Samples.cancelled(2));
    CompletableFuture<Ran> running = shell.start("pipeline", "retry", "two");
    assertThat(again.waiting.await(Shell.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

    shell.signals.raise("INT");

    assertThat(Shell.ended(running).code()).isEqualTo(1);
    assertThat(first.calls).contains("retried 2,4,7");
    assertThat(shell.grids.calls).doesNotContain("run [b]");
  }

  @Test
  void allStagesWriteToOnePlace() throws Exception {
    first.deadLetters = deadLetters(2);
    second.deadLetters = deadLetters(5);
    tries("p2s2").give(Samples.succeeded(1, "one")).end();
    tries("p3s1").give(Samples.succeeded(1, "two")).end();
    Path output = home.resolve("out.csv");
    Path joblog = home.resolve("joblog");

    Ran ran =
        shell.run(
            "pipeline",
            "retry",
            "two",
            "--format",
            "csv",
            "--output",
            output.toString(),
            "--joblog",
            joblog.toString());

    assertThat(ran.code()).isZero();
    assertThat(shell.grids.calls).contains("run [a, b]", "run [b]");
    assertThat(Files.readAllLines(output))
        .hasSize(3)
        .satisfiesExactly(
            line -> assertThat(line).startsWith("task,state,"),
            line -> assertThat(line).startsWith("1,succeeded,one,"),
            line -> assertThat(line).startsWith("1,succeeded,two,"));
    assertThat(Files.readAllLines(joblog)).hasSize(3).first().asString().startsWith("Seq\t");
  }

  @Test
  void theHeaderOnStandardOutputIsThereOnceToo() {
    first.deadLetters = deadLetters(2);
    second.deadLetters = deadLetters(5);
    tries("p2s2").give(Samples.succeeded(1, "one")).end();
    tries("p3s1").give(Samples.succeeded(1, "two")).end();

    assertThat(shell.run("pipeline", "retry", "two", "--format", "csv").out().lines()).hasSize(3);
  }

  @Test
  void theTimeToWaitIsThatOfAllStagesTogether() {
    first.deadLetters = deadLetters(2);
    second.deadLetters = deadLetters(5);
    for (String last : List.of("p2s2", "p3s1")) {
      FakeJob slow = tries(last).give(Samples.succeeded(1, "one")).end();
      slow.lasts = Duration.ofMinutes(2);
    }

    assertThat(shell.run("pipeline", "retry", "two", "--wait-timeout", "3m").code()).isEqualTo(124);
  }

  @Test
  void whatFailsInAnotherStageIsSaidWithThePlaceOfThatStage() {
    first.deadLetters = deadLetters(2);
    tries("p2s2").end();
    JobStatus failing =
        status("p2s1", "a", 1, List.of(Samples.failed(1, "no"), Samples.failed(7, "never")));
    shell.grids.stages.get("p2s1").is(failing);

    Ran ran = shell.run("pipeline", "retry", "two", "--quiet");

    assertThat(ran.err())
        .startsWith("p2s1:1: stage a: failed: no\np2s1:7: stage a: failed: never\n");
  }

  @Test
  void nothingIsBegunAndNoFileTouchedWhereNothingHasFailed() throws Exception {
    Path output = shell.write("out.txt", "mine\n");

    Ran ran = shell.run("pipeline", "retry", "two", "--output", output.toString());

    assertThat(ran.code()).isZero();
    assertThat(ran.err()).isEqualTo("pipeline two: nothing to run again\n");
    assertThat(output).hasContent("mine\n");
  }
}
