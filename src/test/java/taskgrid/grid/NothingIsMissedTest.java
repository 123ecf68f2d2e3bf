package taskgrid.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import taskgrid.grid.GridFixture.SubmittedJob;
import taskgrid.grid.layout.Segment;
import taskgrid.grid.node.MockMember;
import taskgrid.grid.wire.GridMaps;
import taskgrid.grid.wire.SegmentKey;
import taskgrid.task.JobOptions;
import taskgrid.task.JobState;

/** The task map is the truth: what is in it is run, what has a log is not, whatever was heard. */
class NothingIsMissedTest {
  @RegisterExtension final GridFixture grid = new GridFixture();

  @Test
  void aBatchThatNobodyWasToldOfIsFoundByTheSweep() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch started = new CountDownLatch(1);
    grid.with(
        "busy",
        (input, context) -> {
          started.countDown();
          Await.signal("the test lets it end", busy);
          return "";
        });
    MockMember member = grid.join(1);
    grid.create("late");
    BatchKey first = grid.store(member, "late", 1, "busy");
    Await.signal("the only slot is busy", started);
    BatchKey unheard = grid.store(member, "late", 2, "echo found");
    Await.until("the batch is known", () -> member.knows(unheard));
    member.neverHeardOf(unheard);
    busy.countDown();

    assertThat(grid.logOf(unheard)).isEqualTo(Map.of(2L, "found"));
    assertThat(grid.logOf(first)).hasSize(1);
  }

  @Test
  void aBatchThatIsSentAgainAfterItsEndVanishesUnrun() throws Exception {
    grid.start(2).with("note", (input, context) -> input);
    grid.create("sent");
    BatchKey key = grid.store(grid.member(1), "sent", 1, "note 1", "note 2");
    assertThat(grid.logOf(key)).hasSize(2);
    BatchKey again = grid.storeAgain(key, "note 1", "note 2");

    assertThat(grid.logOf(again)).hasSize(2);
    Await.until("it is not there any more", () -> grid.member(0).maps().tasks().isEmpty());
    assertThat(grid.executions().count()).isEqualTo(2);
  }

  @Test
  void aLogThatNobodyTellsOfIsReadAndItsTasksAreNotRun() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    grid.with(
        "wait",
        (input, context) -> {
          Await.signal("the test lets it end", end);
          return "too late";
        });
    // Two slots in all: one of three tasks waits.
    grid.join(1);
    MockMember owner = grid.join(1);
    grid.create("told");
    BatchKey ended = grid.store(owner, "told", 1, "echo 1", "echo 2", "echo 3");
    grid.logOf(ended);
    grid.create("untold");
    BatchKey key = grid.store(owner, "untold", 1, "wait 1", "wait 2", "wait 3");
    grid.seal("untold", 3, 3);
    Await.until("two run", () -> grid.executions().count() == 2);
    GridMaps maps = owner.maps();
    List<byte[]> log = owner.logs().get(ended);
    for (int n = 0; n < log.size(); n++) {
      maps.results().put(new SegmentKey(key, n), log.get(n));
    }
    grid.pass(Duration.ofMinutes(1));

    assertThat(grid.readAgain("untold")).isEqualTo(Map.of(1L, "1", 2L, "2", 3L, "3"));
    assertThat(grid.stateOf("untold")).isEqualTo(JobState.SUCCEEDED);
    Await.until("the batch is not there any more", () -> maps.tasks().isEmpty());
    end.countDown();
    assertThat(grid.executions().count()).isEqualTo(2);
  }

  @Test
  void aBatchOfAnUnknownJobWaitsUntilItsFactsAppear() throws Exception {
    grid.start(2).with("note", (input, context) -> input);
    MockMember owner = grid.member(1);
    BatchKey key = grid.store(owner, "lost", 1, "note 1", "note 2");
    Await.until("a slot has looked at it", () -> owner.knows(key) && !owner.hasReady());
    // Another job runs past it.
    assertThat(grid.submit("echo x", "echo y").results()).hasSize(2);
    assertThat(grid.executions().count()).isZero();
    assertThat(owner.maps().tasks().containsKey(key)).isTrue();

    grid.create("lost");

    assertThat(grid.logOf(key)).isEqualTo(Map.of(1L, "1", 2L, "2"));
  }

  @Test
  void aCancelledJobEndsSoonAndWhole() throws Exception {
    CountDownLatch running = new CountDownLatch(4);
    grid.start(2)
        .with(
            "forever",
            (input, context) -> {
              running.countDown();
              new CountDownLatch(1).await();
              return "never";
            });
    SubmittedJob job = grid.submit(JobOptions.DEFAULT, GridFixture.lines(500, "forever"));
    Await.signal("all slots are busy", running);
    long from = System.nanoTime();
    job.job().cancel("enough");

    assertThat(job.texts()).as("what was sent by then").hasSizeGreaterThan(3);
    assertThat(job.texts())
        .allSatisfy((line, text) -> assertThat(text).isEqualTo("cancelled: enough"));
    assertThat((System.nanoTime() - from) / 1e9).as("seconds").isLessThan(10);
    assertThat(grid.executions().repeated()).isEmpty();
  }

  @Test
  void aForgottenJobLeavesNothing() throws Exception {
    grid.start(2);
    SubmittedJob job = grid.submit(JobOptions.DEFAULT, GridFixture.lines(500, "echo"));
    assertThat(job.results()).hasSize(500);
    job.forget();

    Await.until("no segment is left", () -> grid.member(0).maps().results().isEmpty());
    assertThat(grid.member(0).maps().tasks().isEmpty()).isTrue();
    assertThat(grid.member(0).grid().jobs().toCompletableFuture().get()).isEmpty();
  }

  @Test
  void aForgottenJobThatRunsIsStopped() throws Exception {
    CountDownLatch running = new CountDownLatch(4);
    CountDownLatch interrupted = new CountDownLatch(4);
    grid.start(2)
        .with(
            "forever",
            (input, context) -> {
              running.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
              return "never";
            });
    SubmittedJob job = grid.submit(JobOptions.DEFAULT, GridFixture.lines(500, "forever"));
    Await.signal("all slots are busy", running);
    job.forget();

    Await.signal("running tasks are interrupted", interrupted);
    Await.until("no batch is left", () -> grid.member(0).maps().tasks().isEmpty());
    Await.until("no segment is left", () -> grid.member(0).maps().results().isEmpty());
  }

  @Test
  void resultsOfAJobWithoutAReaderAreReadLaterAndOftener() throws Exception {
    grid.start(2).with("note", (input, context) -> input);
    grid.create("alone");
    BatchKey key = grid.store(grid.member(0), "alone", 1, "note 1", "note 2");
    grid.logOf(key);
    grid.seal("alone", 2, 2);

    assertThat(grid.readAgain("alone")).isEqualTo(Map.of(1L, "1", 2L, "2"));
    assertThat(grid.readAgain("alone")).isEqualTo(Map.of(1L, "1", 2L, "2"));
    assertThat(grid.member(0).maps().results().containsKey(new SegmentKey(key, 0))).isTrue();
    assertThat(List.of(grid.executions().count())).containsExactly(2);
  }

  @Test
  void deliveredResultsAreDroppedAfterTheirTimeAndStillCountAndNeverRunAgain() throws Exception {
    grid.start(2).with("note", (input, context) -> input);
    JobOptions d = JobOptions.DEFAULT;
    JobOptions keepShortly =
        new JobOptions(
            null,
            null,
            0,
            d.maxLine(),
            d.maxValue(),
            Duration.ofMillis(1),
            d.keepUndelivered(),
            false);
    SubmittedJob job = grid.submit(keepShortly, GridFixture.lines(100, "note"));
    assertThat(job.results()).hasSize(100);
    BatchKey first = grid.member(0).logs().keySet().iterator().next();
    byte[] lines = Segment.read(grid.member(0).logs().get(first).get(0)).batch();
    MockMember any = grid.member(0);
    Await.until(
        "every log has become a stub",
        () -> {
          grid.sweepTwice();
          return any.logs().values().stream().allMatch(log -> log.isEmpty());
        });

    assertThat(job.job().status().counts().succeeded()).isEqualTo(100);
    assertThat(job.job().status().state()).isEqualTo(JobState.SUCCEEDED);
    any.grid().storeBatch(first, lines).toCompletableFuture().get();
    Await.until("the batch is not there any more", () -> any.maps().tasks().isEmpty());
    assertThat(grid.executions().count()).isEqualTo(100);
    job.forget();
    Await.until("no stub is left", () -> any.maps().results().isEmpty());
  }
}
