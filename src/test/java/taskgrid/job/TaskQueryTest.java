package taskgrid.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import taskgrid.function.BuiltInFunctions;
import taskgrid.grid.BatchKey;
import taskgrid.grid.Grid.Left;
import taskgrid.grid.Grid.Progress;
import taskgrid.grid.Grid.TasksCancelled;
import taskgrid.grid.Look;
import taskgrid.grid.layout.BatchBuilder;
import taskgrid.task.GridException;
import taskgrid.task.JobCounts;
import taskgrid.task.JobOptions;
import taskgrid.task.TaskNumbers;
import taskgrid.task.TaskState;
import taskgrid.task.TaskStatus;

/** What members see of a task and of a job, put into words. */
class TaskQueryTest {
  private static final String JOB = "k3f9a2";

  private final ManualClock clock = new ManualClock();
  private final FakeGrid grid = new FakeGrid(new Random(1), clock, 2, 2);
  private final UUID first = grid.members().get(0).id();
  private final UUID second = grid.members().get(1).id();
  private final BatchKey key = new BatchKey(JOB, 0, 1, 0);
  private Job job;

  @BeforeEach
  void aJobOfThreeLines() throws Exception {
    grid.createJob(JOB, JobOptions.DEFAULT);
    BatchBuilder lines = new BatchBuilder(0, 1);
    for (String line : List.of("echo 1", "# none", "echo 3")) {
      lines.add(line.getBytes(UTF_8), 0, line.length(), !line.startsWith("#"));
    }
    grid.storeBatch(key, lines.build());
    grid.answerAll();
    grid.answersAtOnce = true;
    job = new Jobs(grid, BuiltInFunctions.with(null), clock, new Random(1)).find(JOB);
  }

  private static Look.Line line(Look.State state, long retryMillis, long ahead) {
    return new Look.Line(state, retryMillis, ahead, null);
  }

  private Look look(String hindrance, List<Look.Load> loads, Look.Line line) {
    return new Look(2, hindrance, false, loads, 0, 0, new Look.Piece(key, 0, 3), null, line);
  }

  private void sees(UUID member, String hindrance, Look.Line line, Look.Load... loads) {
    grid.looks.put(member, look(hindrance, List.of(loads), line));
  }

  private String why() throws GridException {
    TaskStatus task = job.task(3);
    assertThat(task.state()).isEqualTo(TaskState.WAITING);
    assertThat(new String(task.line(), UTF_8)).isEqualTo("echo 3");
    return task.why();
  }

  @Test
  void behindOthersOfItsJob() throws Exception {
    sees(first, null, line(Look.State.WAITING, 0, 37), new Look.Load(JOB, 40, 2));
    sees(second, null, Look.Line.UNKNOWN, new Look.Load("m7x01b", 300, 2));

    assertThat(why())
        .isEqualTo(
            "waits behind 37 tasks of its job; takes turns with job m7x01b, of which 300 tasks"
                + " wait; all 4 slots are busy with 2 tasks of job k3f9a2, 2 tasks of job m7x01b");
  }

  @Test
  void onAMemberThatStartsNothing() throws Exception {
    sees(first, "it is leaving", line(Look.State.WAITING, 0, 0), new Look.Load(JOB, 1, 0));

    assertThat(why()).isEqualTo("127.0.0.1:5701 starts nothing of it now: it is leaving");
  }

  @Test
  void untilItsNextAttempt() throws Exception {
    sees(first, null, line(Look.State.RETRYING, 2_960, 0));
    assertThat(why()).isEqualTo("its next attempt begins in 3.0 s");

    sees(first, null, line(Look.State.RETRYING, 125_000, 0));
    assertThat(why()).isEqualTo("its next attempt begins in 125 s");
  }

  @Test
  void becauseItTookAMemberDownPerhaps() throws Exception {
    sees(first, null, line(Look.State.SUSPECT, 0, 0));

    assertThat(why()).contains("may have taken a member down");
  }

  @Test
  void becauseItIsCancelled() throws Exception {
    sees(first, null, line(Look.State.WAITING, 0, 0));
    grid.cancelTasks(JOB, new TasksCancelled(TaskNumbers.range(3, 3), null));
    assertThat(why()).isEqualTo("it is cancelled, and ends in a moment");

    grid.cancelJob(JOB, "enough");
    assertThat(why()).isEqualTo("its job is cancelled, and it ends in a moment");
  }

  @Test
  void aMemberThatRunsItSaysSo() throws Exception {
    Look.Running now = new Look.Running(2, clock.millis() * 1000);
    sees(first, null, line(Look.State.CLAIMED, 0, 0));
    sees(second, null, new Look.Line(Look.State.UNKNOWN, 0, 0, now));
    clock.advance(1_500);

    TaskStatus task = job.task(3);

    assertThat(task.state()).isEqualTo(TaskState.RUNNING);
    assertThat(task.why()).isNull();
    assertThat(task.attempts())
        .singleElement()
        .satisfies(
            attempt -> {
              assertThat(attempt.number()).isEqualTo(2);
              assertThat(attempt.member()).isEqualTo("127.0.0.1:5702");
              assertThat(attempt.nanos()).isEqualTo(1_500_000_000L);
            });
  }

  @Test
  void aCommentIsNoTask() {
    sees(first, null, Look.Line.UNKNOWN);

    assertThatThrownBy(() -> job.task(2))
        .isInstanceOf(GridException.class)
        .hasMessage("line 2 of job k3f9a2 is no task: it is blank or a comment");
  }

  @Test
  void whatIsGoneIsLostOnceItsSubmitterIsSilent() throws Exception {
    grid.leaveJob(JOB, new Left(4, 5));
    sees(first, null, Look.Line.UNKNOWN);
    counted(0, 0, 2);

    assertThat(job.task(5).state()).isEqualTo(TaskState.WAITING);
    assertThat(job.task(5).why()).endsWith("its submitter sends it again");
    clock.advance(10_000);
    assertThat(job.task(5).state()).isNull();
    assertThat(job.task(5).why()).startsWith("it is lost");
    assertThat(job.task(6).why()).contains("the submitter left at line 5");
  }

  @Test
  void whileAMemberIsSilentNothingIsCalledLost() throws Exception {
    grid.leaveJob(JOB, new Left(4, 5));
    sees(first, null, Look.Line.UNKNOWN);
    grid.silent.add(second);
    clock.advance(60_000);

    assertThat(job.task(5).state()).isEqualTo(TaskState.WAITING);
    assertThat(job.task(5).why()).endsWith("ask again");
  }

  private void counted(long waiting, long running, long succeeded) {
    JobCounts counts = new JobCounts(waiting, running, succeeded, 0, 0);
    grid.progress.put(first, new Progress(true, counts, 3, -1, 0, List.of(), List.of()));
  }

  @Test
  void aJobWaitsForAnother() throws Exception {
    counted(5, 0, 2);
    sees(first, null, Look.Line.UNKNOWN, new Look.Load(JOB, 5, 0), new Look.Load("m", 9, 2));
    sees(second, null, Look.Line.UNKNOWN, new Look.Load("m", 1, 2));

    assertThat(job.why())
        .containsExactly(
            "takes turns with job m, of which 10 tasks wait",
            "all 4 slots are busy with 4 tasks of job m");
  }

  @Test
  void aJobSharesTheSlots() throws Exception {
    counted(5, 1, 2);
    sees(first, null, Look.Line.UNKNOWN, new Look.Load(JOB, 5, 1), new Look.Load("m", 0, 1));
    sees(second, "it is leaving", Look.Line.UNKNOWN, new Look.Load("m", 0, 2));

    assertThat(job.why())
        .containsExactly(
            "127.0.0.1:5702 starts nothing of it now: it is leaving",
            "shares the slots: all 4 slots are busy with 1 task of job k3f9a2, 3 tasks of job m");
  }

  @Test
  void aJobWithoutWorkWaitsForItsSubmitter() throws Exception {
    counted(0, 0, 2);
    assertThat(job.why()).containsExactly("waits for its submitter to send more");

    clock.advance(35_000);
    assertThat(job.why())
        .containsExactly(
            "its submitter has not been heard of for 35 s; line 3 is the last one received");
  }

  @Test
  void membersMayBeFull() throws Exception {
    counted(5, 2, 2);
    Look full =
        new Look(
            1, null, true, List.of(new Look.Load(JOB, 5, 1)), 0, 0, null, null, Look.Line.UNKNOWN);
    grid.looks.put(first, full);
    grid.looks.put(second, full);

    assertThat(job.why()).singleElement().asString().startsWith("members are full");
  }

  @Test
  void tasksWaitForTheirNextAttempts() throws Exception {
    counted(2, 0, 2);
    List<Look.Load> loads = List.of(new Look.Load(JOB, 1, 0));
    grid.looks.put(first, new Look(1, null, false, loads, 1, 4_000, null, null, Look.Line.UNKNOWN));
    grid.looks.put(
        second, new Look(1, null, false, loads, 1, 3_000, null, null, Look.Line.UNKNOWN));

    assertThat(job.why()).containsExactly("2 tasks wait for the next attempt, the first for 3.0 s");
  }

  @Test
  void anEndedJobWaitsForNothing() throws Exception {
    counted(0, 0, 2);
    grid.sealJob(JOB, 2, 3, false);
    sees(first, null, Look.Line.UNKNOWN, new Look.Load("m", 9, 2));

    assertThat(job.why()).isEmpty();
  }
}
