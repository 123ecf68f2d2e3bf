package taskgrid.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import taskgrid.function.BuiltInFunctions;
import taskgrid.grid.Await;
import taskgrid.grid.Grid.HeldJobs;
import taskgrid.grid.Grid.Progress;
import taskgrid.grid.Lines;
import taskgrid.task.FailureKind;
import taskgrid.task.GridException;
import taskgrid.task.JobCounts;
import taskgrid.task.JobOptions;
import taskgrid.task.JobState;
import taskgrid.task.JobStatus;
import taskgrid.task.MemberStatus;
import taskgrid.task.TaskResult;
import taskgrid.task.TaskState;

class JobsTest {
  private static final UUID FIRST = new UUID(0, 1);
  private static final UUID SECOND = new UUID(0, 2);
  private static final ResultOptions AS_THEY_COME = new ResultOptions(false, false, true);

  /** More than enough for a busy machine; nothing waits so long unless it is broken. */
  private static final long PATIENCE_ROUNDS = 3000;

  private final ManualClock clock = new ManualClock();
  private final FakeGrid grid = new FakeGrid(new Random(1), clock, 2, 2);
  private final Jobs jobs = new Jobs(grid, BuiltInFunctions.with(null), clock, new Random(7));

  /** The next result, while the grid runs whatever it gets. */
  private TaskResult next(ResultReader reader) throws GridException, InterruptedException {
    for (int i = 0; i < PATIENCE_ROUNDS; i++) {
      TaskResult result = reader.poll(Duration.ofMillis(10));
      if (result != null || reader.ended()) {
        return result;
      }
      grid.answerAll();
      grid.runToEnd();
      clock.advance(10);
    }
    throw new AssertionError("no result came");
  }

  @Test
  void aMemberIsDrainedByItsAddress() throws Exception {
    String first = grid.members().get(0).address();

    jobs.drain(first);

    assertThat(grid.members()).hasSize(1).noneMatch(member -> member.address().equals(first));
  }

  @Test
  void whyAMemberIsNotDrainedIsSaid() {
    assertThatThrownBy(() -> jobs.drain("10.0.0.1:1"))
        .isInstanceOf(GridException.class)
        .hasMessageStartingWith("no member at 10.0.0.1:1; there are ");
    grid.silent.add(FIRST);
    assertThatThrownBy(() -> jobs.drain(grid.members().get(0).address()))
        .isInstanceOf(GridException.class)
        .hasMessageContaining("cannot leave");
  }

  @Test
  void whatADyingMemberDoesNotAnswerIsAskedAgain() throws Exception {
    grid.factsFail = 3;

    try (Job job = jobs.submit(List.of(Input.lines(List.of("echo 1"))), JobOptions.DEFAULT)) {
      assertThat(grid.factsFail).isZero();
      assertThat(jobs.find("last").id()).isEqualTo(job.id());
    }
  }

  @Test
  void whatComesInDripsIsRunAtOnce() throws Exception {
    Drips input = new Drips();
    try (Job job = jobs.submit(List.of(Input.stream("-", input)), JobOptions.DEFAULT);
        ResultReader reader = job.results(AS_THEY_COME)) {
      for (long i = 1; i <= 5; i++) {
        input.add("echo " + i + "\n");
        assertThat(next(reader).task()).isEqualTo(i);
      }
      input.add("echo 6");
      input.end();
      assertThat(next(reader).task()).isEqualTo(6);
      assertThat(next(reader)).isNull();
      assertThat(reader.ended()).isTrue();
      job.sent().get();
      assertThat(job.placeOf(6)).hasToString("-:6");
    }
  }

  @Test
  void manyLinesThroughRealThreadsAllComeBack() throws Exception {
    List<String> lines = IntStream.rangeClosed(1, 60_000).mapToObj(i -> "echo " + i).toList();
    try (Job job = jobs.submit(List.of(Input.lines(lines)), JobOptions.DEFAULT);
        ResultReader reader = job.results(new ResultOptions(true, false, true))) {
      for (long task = 1; task <= lines.size(); task++) {
        assertThat(next(reader).task()).isEqualTo(task);
      }
      assertThat(next(reader)).isNull();
    }
  }

  @Test
  void anInputThatFailsIsTheReadersError() throws Exception {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the disk is gone");
          }
        };
    try (Job job = jobs.submit(List.of(Input.stream("-", broken)), JobOptions.DEFAULT);
        ResultReader reader = job.results(AS_THEY_COME)) {
      assertThatThrownBy(() -> next(reader))
          .isInstanceOf(GridException.class)
          .hasMessage("cannot read -: the disk is gone");
      Await.until(
          "sending has ended",
          () -> {
            grid.answerAll();
            clock.advance(10);
            return job.sent().isDone();
          });
      assertThatThrownBy(() -> job.sent().join())
          .hasRootCauseMessage("the disk is gone")
          .hasMessageContaining("cannot read -: the disk is gone");
    }
  }

  @Test
  void aMissingFileLeavesNoJobBehind() {
    Input missing = Input.file(Path.of("nowhere.txt"));
    assertThatThrownBy(() -> jobs.submit(List.of(missing), JobOptions.DEFAULT))
        .hasMessage("no such file: nowhere.txt");
    assertThat(grid.jobs().toCompletableFuture()).isCompletedWithValue(List.of());
  }

  @Test
  void idsAreShortAndBeginWithALetter() {
    JobIds ids = new JobIds(new Random(1));
    for (int i = 0; i < 1000; i++) {
      assertThat(ids.next()).matches("[a-hjkmnp-tv-z][0-9a-hjkmnp-tv-z]{5}");
    }
  }

  @Test
  void anIdMayBeShortenedWhileItIsUnique() throws GridException {
    grid.createJob("k3f9a2", JobOptions.DEFAULT);
    clock.advance(1);
    grid.createJob("m3f9a2", JobOptions.DEFAULT);
    clock.advance(1);
    grid.createJob("k3zzzz", JobOptions.DEFAULT);
    assertThat(jobs.find("k3f9a2").id()).isEqualTo("k3f9a2");
    assertThat(jobs.find("m").id()).isEqualTo("m3f9a2");
    assertThat(jobs.find("last").id()).isEqualTo("k3zzzz");
    assertThat(jobs.find("k3f9a2").placeOf(17)).hasToString("k3f9a2:17");
    assertThatThrownBy(() -> jobs.find("k3"))
        .hasMessage("k3 is the beginning of 2 jobs: k3f9a2, k3zzzz");
    assertThatThrownBy(() -> jobs.find("x"))
        .hasMessage("no such job: x (bin/taskgrid job list --all shows those there are)");
    assertThatThrownBy(() -> jobs.find("")).hasMessageStartingWith("no such job: ");
  }

  @Test
  void aJobThatIsNotFoundWhileMembersTakeOverIsLookedForAgain() throws GridException {
    grid.held.addFirst(new HeldJobs(false, List.of()));
    grid.whenAskedForJobs = () -> grid.createJob("late", JobOptions.DEFAULT);

    assertThat(jobs.find("late").id()).isEqualTo("late");
  }

  @Test
  void aJobWhoseFactsAreGoneIsLost() throws GridException {
    grid.held.addFirst(new HeldJobs(true, List.of("orphan")));
    grid.held.removeLast();
    grid.lines.put(FIRST, List.of(new Lines(1, 20, 20)));

    assertThat(jobs.find("or").status().state()).isEqualTo(JobState.LOST);
    assertThat(jobs.find("orphan").status().reason())
        .isEqualTo(
            "its options are lost, for the members that held them are gone; of its tasks 0 ended"
                + " and 0 are never run: lines 1-20");
    assertThat(jobs.list()).extracting(JobStatus::id).containsExactly("orphan");
  }

  @Test
  void withoutJobsThereIsNoLast() {
    assertThatThrownBy(() -> jobs.find("last")).hasMessage("there is no job yet");
  }

  @Test
  void aJobsStatusIsTheSumOfWhatMembersSay() throws GridException {
    grid.createJob("k3f9a2", JobOptions.DEFAULT);
    grid.sealJob("k3f9a2", 10, 12, false);
    grid.answerAll();
    say(FIRST, new JobCounts(0, 0, 4, 1, 0), "b:1", failure(7));
    say(SECOND, new JobCounts(0, 0, 4, 1, 0), "a:1", failure(3));
    JobStatus status = jobs.find("k").status();
    assertThat(status.state()).isEqualTo(JobState.FAILED);
    assertThat(status.counts()).isEqualTo(new JobCounts(0, 0, 8, 2, 0));
    assertThat(status.total()).isEqualTo(10);
    assertThat(status.lastLine()).isEqualTo(12);
    assertThat(status.members()).containsExactly("a:1", "b:1");
    assertThat(status.failures()).extracting(TaskResult::task).containsExactly(3L, 7L);
    assertThat(status.ended()).isEqualTo(Instant.ofEpochMilli(clock.millis()));
    assertThat(jobs.list()).containsExactly(status);
  }

  @Test
  void aJobWithTasksThatNobodyHasSaysHowManyAreLost() throws GridException {
    grid.createJob("k3f9a2", JobOptions.DEFAULT);
    grid.sealJob("k3f9a2", 10, 12, false);
    grid.answerAll();
    say(FIRST, new JobCounts(0, 0, 4, 0, 0), "b:1", failure(7));
    clock.advance(60_000);
    grid.lines.put(FIRST, List.of(new Lines(3, 4, 2), new Lines(9, 9, 1)));
    grid.lines.put(SECOND, List.of(new Lines(5, 5, 1)));
    JobStatus status = jobs.find("k").status();
    assertThat(status.state()).isEqualTo(JobState.LOST);
    assertThat(status.reason())
        .isEqualTo(
            "6 of 10 tasks are lost, for the members that held them are gone:"
                + " lines 1-2, 6-8, 10-12");
    grid.silent.add(SECOND);
    assertThat(jobs.find("k").status().state()).isEqualTo(JobState.RUNNING);
  }

  @Test
  void aMemberThatDoesNotKnowYetWhatItHasIsAskedAgain() throws GridException {
    grid.createJob("k3f9a2", JobOptions.DEFAULT);
    grid.sealJob("k3f9a2", 10, 10, false);
    grid.answerAll();
    JobCounts five = new JobCounts(0, 0, 5, 0, 0);
    say(FIRST, five, "b:1", failure(7));
    say(SECOND, five, "a:1", failure(2));
    Progress partly =
        new Progress(false, new JobCounts(0, 0, 1, 0, 0), 9, -1, 0, List.of(), List.of());
    grid.earlierProgress.put(FIRST, new ArrayDeque<>(List.of(partly, partly, partly)));

    assertThat(jobs.find("k").status())
        .returns(JobState.SUCCEEDED, JobStatus::state)
        .returns(10L, status -> status.counts().succeeded());
  }

  private void say(UUID member, JobCounts counts, String address, TaskResult failure) {
    grid.progress.put(
        member,
        new Progress(true, counts, 9, -1, clock.millis(), List.of(address), List.of(failure)));
  }

  private static TaskResult failure(long task) {
    return new TaskResult(
        task, TaskState.FAILED, null, "oops", FailureKind.ERROR, null, null, null, 1, null, 0);
  }

  @Test
  void membersThatDoNotAnswerAreLeftOut() throws GridException {
    grid.silent.add(FIRST);
    assertThat(jobs.members()).extracting(MemberStatus::address).containsExactly(SECOND.toString());
  }
}
