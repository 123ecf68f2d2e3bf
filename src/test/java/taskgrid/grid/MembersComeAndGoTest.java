package taskgrid.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import taskgrid.grid.GridFixture.SubmittedJob;
import taskgrid.grid.node.MockMember;
import taskgrid.task.Attempts;
import taskgrid.task.JobOptions;

/** Members crash, leave and join in the middle of a job. */
@Execution(CONCURRENT)
class MembersComeAndGoTest {
  private static final int TASKS = 3_000;

  /**
   * Without a crash limit: with one, what ran on a dead member is run one task at a time, and a
   * second crash is blamed on the one that runs then.
   */
  private static final Attempts UNCOUNTED = new Attempts(null, 0, null, 0);

  @RegisterExtension final GridFixture grid = new GridFixture();

  private SubmittedJob midway() throws Exception {
    return midway(JobOptions.DEFAULT);
  }

  private SubmittedJob midway(JobOptions options) throws Exception {
    grid.with("work", (input, context) -> Work.of(input, 1));
    SubmittedJob job = grid.submit(options, GridFixture.lines(TASKS, "work"));
    job.read(TASKS / 6);
    return job;
  }

  private void assertEveryLineOnce(SubmittedJob job) throws Exception {
    Map<Long, String> texts = job.texts();
    assertThat(texts).hasSize(TASKS);
    assertThat(texts).allSatisfy((line, text) -> assertThat(text).isEqualTo("" + line));
  }

  @Test
  void aCrashLosesNothingAndRunsAgainOnlyWhatRanThere() throws Exception {
    grid.start(3);
    SubmittedJob job = midway();
    MockMember dead = grid.member(2);
    String address = dead.address();
    grid.kill(dead);

    assertEveryLineOnce(job);
    assertThat(grid.executions().repeated())
        .allSatisfy((task, members) -> assertThat(members).contains(address));
    grid.settle();
  }

  @Test
  void twoCrashesOneAfterTheOtherLoseNothing() throws Exception {
    grid.start(4);
    SubmittedJob job = midway(JobOptions.DEFAULT.withAttempts(UNCOUNTED));
    grid.kill(grid.member(2));
    job.read(TASKS / 6);
    grid.settle();
    grid.kill(grid.member(1));

    assertEveryLineOnce(job);
  }

  @Test
  void anOrderlyLeaveRunsNothingTwice() throws Exception {
    grid.start(3);
    SubmittedJob job = midway();
    grid.leave(grid.member(1));

    assertEveryLineOnce(job);
    assertThat(grid.executions().repeated()).isEmpty();
  }

  @Test
  void aJoinRunsNothingTwiceAndTheNewcomerHelps() throws Exception {
    grid.start(2);
    SubmittedJob job = midway();
    MockMember newcomer = grid.join(2);

    assertEveryLineOnce(job);
    assertThat(grid.executions().repeated()).isEmpty();
    assertThat(
            grid.executions().all().stream()
                .map(Executions.Execution::member)
                .collect(Collectors.toSet()))
        .contains(newcomer.address());
  }

  @Test
  void comingAndGoingRunsNothingTwice() throws Exception {
    grid.start(2);
    SubmittedJob job = midway();
    grid.join(2);
    grid.leave(grid.member(1));
    job.read(TASKS / 10);
    grid.join(2);
    grid.leave(grid.member(2));

    assertEveryLineOnce(job);
    assertThat(grid.executions().repeated()).isEmpty();
  }

  @Test
  void aLongTaskOutlastsTheMoveOfItsBatchAndRunsOnce() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch started = new CountDownLatch(2);
    grid.start(1)
        .with(
            "wait",
            (input, context) -> {
              started.countDown();
              Await.signal("the test lets it end", end);
              return input;
            });
    SubmittedJob job = grid.submit("wait 1", "wait 2", "wait 3", "wait 4");
    Await.signal("two tasks run", started);
    grid.join(2);
    grid.join(2);
    end.countDown();

    assertThat(job.texts()).isEqualTo(Map.of(1L, "1", 2L, "2", 3L, "3", 4L, "4"));
    assertThat(grid.executions().repeated()).isEmpty();
  }

  @Test
  void whatARunnerTookFromAnOwnerThatCrashesIsNotRunAgain() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch running = new CountDownLatch(4);
    grid.with(
        "wait",
        (input, context) -> {
          running.countDown();
          Await.signal("the test lets it end", end);
          return input;
        });
    MockMember runner = grid.join(6);
    MockMember owner = grid.join(2);
    grid.create("waiting", JobOptions.DEFAULT.withAttempts(UNCOUNTED));
    BatchKey key = grid.store(owner, "waiting", 1, "wait 1", "wait 2", "wait 3", "wait 4");
    Await.signal("all four run, on both members", running);
    List<Long> stolen = tasksOf(runner);
    assertThat(stolen).isNotEmpty();
    String dead = owner.address();
    grid.kill(owner);
    Await.until(
        "what ran on the dead member runs again",
        () -> grid.executions().count() >= 8 - stolen.size());
    end.countDown();

    assertThat(grid.logOf(key)).hasSize(4);
    assertThat(grid.executions().repeated())
        .allSatisfy((task, members) -> assertThat(members).contains(dead));
  }

  @Test
  void whatACrashedMemberTookFromAnOwnerIsRunAgain() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch running = new CountDownLatch(4);
    grid.with(
        "wait",
        (input, context) -> {
          running.countDown();
          Await.signal("the test lets it end", end);
          return input;
        });
    MockMember owner = grid.join(2);
    MockMember runner = grid.join(6);
    grid.create("waiting", JobOptions.DEFAULT.withAttempts(UNCOUNTED));
    BatchKey key = grid.store(owner, "waiting", 1, "wait 1", "wait 2", "wait 3", "wait 4");
    Await.signal("all four run, on both members", running);
    grid.kill(runner);
    end.countDown();

    assertThat(grid.logOf(key)).hasSize(4);
  }

  @Test
  void aMemberThatWaitedForWorkAndCrashedIsGivenNone() throws Exception {
    MockMember owner = grid.join(1);
    MockMember idle = grid.join(4);
    MockMember third = grid.join(1);
    grid.with("work", (input, context) -> Work.of(input, 1));
    grid.create("late");
    // Its claims wait at the others when it dies.
    grid.kill(idle);
    BatchKey key =
        grid.store(owner, "late", 1, GridFixture.lines(50, "work").toArray(String[]::new));

    assertThat(grid.logOf(key)).hasSize(50);
    assertThat(third.gone()).isFalse();
  }

  private List<Long> tasksOf(MockMember member) {
    return grid.executions().all().stream()
        .filter(execution -> execution.member().equals(member.address()))
        .map(Executions.Execution::task)
        .toList();
  }
}
