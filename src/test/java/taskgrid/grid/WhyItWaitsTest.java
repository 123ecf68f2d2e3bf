package taskgrid.grid;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import taskgrid.grid.Grid.Left;
import taskgrid.grid.GridFixture.SubmittedJob;
import taskgrid.job.Job;
import taskgrid.task.Attempts;
import taskgrid.task.FailureKind;
import taskgrid.task.GridException;
import taskgrid.task.JobOptions;
import taskgrid.task.TaskNumbers;
import taskgrid.task.TaskState;
import taskgrid.task.TaskStatus;
import taskgrid.task.TaskStatus.Attempt;

/** What a person is told who asks what became of a task, and why it or its job does not run. */
class WhyItWaitsTest {
  @RegisterExtension final GridFixture grid = new GridFixture();

  private final Map<Long, String> running = new ConcurrentHashMap<>();
  private final CountDownLatch goOn = new CountDownLatch(1);

  private void stuck() {
    grid.with(
        "stuck",
        (input, context) -> {
          running.put(context.task(), context.member());
          goOn.await();
          return input;
        });
  }

  private static String line(TaskStatus task) {
    return new String(task.line(), UTF_8);
  }

  @Test
  void anEndedTaskTellsItsLife() throws Exception {
    grid.start(2);
    SubmittedJob job = grid.submit("double 21", "# none", "fail no luck", "nonsense");
    job.results();

    TaskStatus first = job.job().task(1);
    assertThat(first.state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(line(first)).isEqualTo("double 21");
    assertThat(first.why()).isNull();
    assertThat(first.attempts())
        .singleElement()
        .satisfies(
            attempt -> {
              assertThat(attempt.outcome()).isEqualTo(TaskState.SUCCEEDED);
              assertThat(attempt.member()).isIn(grid.member(0).address(), grid.member(1).address());
              assertThat(attempt.started())
                  .isBetween(java.time.Instant.now().minusSeconds(60), java.time.Instant.now());
              assertThat(attempt.error()).isNull();
            });
    assertThat(job.job().task(3).state()).isEqualTo(TaskState.FAILED);
    assertThat(job.job().task(3).attempts().get(0).error()).isEqualTo("no luck");
    assertThat(job.job().task(4).attempts().get(0).kind()).isEqualTo(FailureKind.INVALID);
    assertThat(job.job().why()).isEmpty();
  }

  @Test
  void everyFailedAttemptIsTold() throws Exception {
    grid.start(2);
    JobOptions twice = JobOptions.DEFAULT.withAttempts(new Attempts(null, 2, Duration.ofMillis(1)));
    SubmittedJob job = grid.submit(twice, List.of("fail no luck"));
    job.results();

    TaskStatus task = job.job().task(1);
    assertThat(task.state()).isEqualTo(TaskState.FAILED);
    assertThat(task.attempts()).extracting(Attempt::number).containsExactly(1, 2, 3);
    assertThat(task.attempts())
        .allSatisfy(attempt -> assertThat(attempt.error()).isEqualTo("no luck"));
  }

  @Test
  void aRunningTaskSaysWhereAndWhatIsBehindItWhy() throws Exception {
    grid.join(1);
    stuck();
    grid.create("j");
    BatchKey key = grid.store(grid.member(0), "j", 1, "stuck 1", "stuck 2", "stuck 3");
    Await.until("the first one runs", () -> running.size() == 1);
    Job job = grid.find("j");

    TaskStatus first = job.task(1);
    assertThat(first.state()).isEqualTo(TaskState.RUNNING);
    assertThat(first.attempts())
        .singleElement()
        .extracting(Attempt::outcome)
        .isEqualTo(TaskState.RUNNING);
    assertThat(first.why()).isNull();
    Await.until("the rest is taken back", () -> job.task(2).why().startsWith("the only slot"));
    TaskStatus third = job.task(3);
    assertThat(third.state()).isEqualTo(TaskState.WAITING);
    assertThat(line(third)).isEqualTo("stuck 3");
    assertThat(third.why())
        .isEqualTo("waits behind 1 task of its job; the only slot is busy with 1 task of job j");
    assertThat(job.why()).as("it runs").isEmpty();
    goOn.countDown();
    assertThat(grid.logOf(key)).hasSize(3);
  }

  @Test
  void whoWaitsForAnotherJobIsToldWhich() throws Exception {
    grid.join(1);
    stuck();
    grid.create("long");
    BatchKey first = grid.store(grid.member(0), "long", 1, "stuck 1", "stuck 2");
    Await.until("the first one runs", () -> running.size() == 1);
    grid.create("late");
    BatchKey late = grid.store(grid.member(0), "late", 1, "echo 1", "echo 2");
    grid.seal("late", 2, 2);
    Job job = grid.find("late");

    Await.until("the rest is taken back", () -> job.task(1).why().contains("of which 1 task wait"));
    String why =
        "takes turns with job long, of which 1 task waits; the only slot is busy with 1 task of job long";
    assertThat(job.task(1).why()).isEqualTo(why);
    assertThat(job.task(2).why()).isEqualTo("waits behind 1 task of its job; " + why);
    assertThat(String.join("; ", job.why())).isEqualTo(why);
    goOn.countDown();
    assertThat(grid.logOf(late)).hasSize(2);
    assertThat(grid.logOf(first)).hasSize(2);
  }

  @Test
  void aTaskThatFailedSaysWhenItIsTriedAgain() throws Exception {
    grid.join(2);
    JobOptions later = JobOptions.DEFAULT.withAttempts(new Attempts(null, 1, Duration.ofHours(1)));
    SubmittedJob job = grid.submit(later, List.of("fail no luck"));
    Await.until("it has failed once", () -> job.job().task(1).attempts().size() == 1);

    TaskStatus task = job.job().task(1);
    assertThat(task.state()).isEqualTo(TaskState.WAITING);
    assertThat(task.why()).matches("its next attempt begins in [0-9]+ s");
    assertThat(job.job().why())
        .singleElement()
        .asString()
        .matches("1 task waits for the next attempt, the first for [0-9]+ s");
    job.job().cancel(TaskNumbers.range(1, 1), "not again");
    job.results();
    assertThat(job.job().task(1).why()).isEqualTo("not again");
    assertThat(job.job().task(1).attempts()).hasSize(1);
  }

  @Test
  void aLineThatIsNoTaskIsSaidToBeNone() throws Exception {
    grid.start(2);
    SubmittedJob job = grid.submit("# first", "double 1", "", "double 2", "# last", "");
    job.results();

    for (long none : new long[] {1, 3, 5}) {
      assertThatThrownBy(() -> job.job().task(none))
          .isInstanceOf(GridException.class)
          .hasMessage(
              "line " + none + " of job " + job.id() + " is no task: it is blank or a comment");
    }
    assertThatThrownBy(() -> job.job().task(7))
        .isInstanceOf(GridException.class)
        .hasMessage("job " + job.id() + " has no line 7: its last line is 6");
  }

  @Test
  void whatWasNotSentIsSaid() throws Exception {
    grid.join(2);
    grid.create("j");
    BatchKey key = grid.store(grid.member(0), "j", 1, "echo 1", "echo 2");
    grid.logOf(key);
    Job job = grid.find("j");
    assertThat(job.task(3).why()).startsWith("it was not sent yet");
    assertThat(job.why()).containsExactly("waits for its submitter to send more");

    grid.member(0).grid().leaveJob("j", new Left(2, 2)).toCompletableFuture().get();

    assertThat(job.task(3).state()).isEqualTo(TaskState.WAITING);
    assertThat(job.task(3).why())
        .isEqualTo("it was not sent: the submitter left at line 2 (the job is stranded)");
  }

  @Test
  void aTaskThatIsGoneMayBeSentAgain() throws Exception {
    grid.join(2);
    grid.create("j");
    grid.logOf(grid.store(grid.member(0), "j", 1, "echo 1"));
    grid.logOf(grid.store(grid.member(0), "j", 3, "echo 3"));
    grid.seal("j", 4, 4);
    Job job = grid.find("j");

    for (long gone : new long[] {2, 4}) {
      assertThat(job.task(gone).state()).isEqualTo(TaskState.WAITING);
      assertThat(job.task(gone).why())
          .isEqualTo("it is gone with the members that held it: its submitter sends it again");
    }
  }

  @Test
  void ofADroppedResultTheStateIsLeft() throws Exception {
    grid.join(2);
    SubmittedJob job = grid.submit("echo 1", "fail 2");
    job.results();
    Await.until(
        "the results are dropped",
        () -> {
          grid.pass(Duration.ofHours(2));
          grid.sweepTwice();
          return job.job().task(1).line() == null;
        });

    TaskStatus task = job.job().task(2);
    assertThat(task.state()).isEqualTo(TaskState.FAILED);
    assertThat(task.attempts()).isEmpty();
    assertThat(task.why())
        .isEqualTo("its result was dropped: once delivered it stays for at most 1h (--keep)");
    job.forget();
  }
}
