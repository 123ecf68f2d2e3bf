package taskgrid.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import taskgrid.grid.Grid.TasksCancelled;
import taskgrid.grid.GridFixture.SubmittedJob;
import taskgrid.grid.node.MockMember;
import taskgrid.grid.wire.FactKey;
import taskgrid.grid.wire.Facts;
import taskgrid.task.JobCounts;
import taskgrid.task.JobOptions;
import taskgrid.task.JobState;
import taskgrid.task.JobStatus;
import taskgrid.task.TaskNumbers;

/** Single tasks of a job are cancelled, on a grid of several members. */
class TasksAreCancelledTest {
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

  @Test
  void runningAndWaitingOnesEndAndTheRestRunsOn() throws Exception {
    grid.start(2);
    stuck();
    SubmittedJob job = grid.submit(JobOptions.DEFAULT, GridFixture.lines(40, "stuck"));
    Await.until("all four slots are busy", () -> running.size() == 4);
    long one = anyOn(grid.member(0));
    long two = anyOn(grid.member(1));

    job.job().cancel(TaskNumbers.range(31, 40), "these");
    long began = System.nanoTime();
    job.job().cancel(TaskNumbers.of(one, one, two, two), "two of them");
    Await.until("both slots run something else", () -> running.size() == 6);
    assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(2));
    goOn.countDown();

    Map<Long, String> texts = job.texts();
    assertThat(texts).hasSize(40).containsEntry(one, "cancelled: two of them");
    assertThat(texts.entrySet())
        .filteredOn(each -> each.getKey() > 30)
        .allSatisfy(each -> assertThat(each.getValue()).isEqualTo("cancelled: these"));
    JobStatus status = job.job().status();
    assertThat(status.counts()).isEqualTo(new JobCounts(0, 0, 28, 0, 12));
    assertThat(status.state()).isEqualTo(JobState.CANCELLED);
  }

  private long anyOn(MockMember member) {
    return running.entrySet().stream()
        .filter(task -> task.getValue().equals(member.address()))
        .findAny()
        .orElseThrow()
        .getKey();
  }

  @Test
  void aTaskThatAnotherMemberTookIsStoppedThere() throws Exception {
    grid.start(2);
    stuck();
    grid.create("j");
    // One batch is one member's alone; the other one has nothing of the job but what it takes.
    BatchKey key = grid.store(grid.member(0), "j", 1, "stuck 1", "stuck 2", "stuck 3", "stuck 4");
    grid.seal("j", 4, 4);
    String other = grid.member(1).address();
    Await.until("the other member has taken something", () -> running.containsValue(other));
    Await.until("all of them run", () -> running.size() == 4);

    Grid via = grid.member(0).grid();
    via.cancelTasks("j", new TasksCancelled(TaskNumbers.range(1, 4), "no"))
        .toCompletableFuture()
        .get();

    assertThat(grid.logOf(key))
        .hasSize(4)
        .allSatisfy((line, text) -> assertThat(text).isEqualTo("no"));
    assertThat(grid.executions().count()).isEqualTo(4);
  }

  @Test
  void aCancelledJobIsStoppedWhereverItRuns() throws Exception {
    grid.start(2);
    stuck();
    grid.create("j");
    BatchKey key = grid.store(grid.member(0), "j", 1, "stuck 1", "stuck 2", "stuck 3", "stuck 4");
    Await.until("all of them run", () -> running.size() == 4);

    grid.member(0).grid().cancelJob("j", "enough").toCompletableFuture().get();

    assertThat(grid.logOf(key))
        .hasSize(4)
        .allSatisfy((line, text) -> assertThat(text).isEqualTo("enough"));
  }

  @Test
  void thoseThatAreNotSentYetAreCancelledWhenTheyCome() throws Exception {
    grid.start(2).with("note", (input, context) -> input);
    grid.create("j");
    Grid via = grid.member(0).grid();
    via.cancelTasks("j", new TasksCancelled(TaskNumbers.parse("2,4-9"), null))
        .toCompletableFuture()
        .get();
    BatchKey key =
        grid.store(grid.member(1), "j", 1, "note 1", "note 2", "note 3", "note 4", "note 5");

    assertThat(grid.logOf(key))
        .isEqualTo(Map.of(1L, "1", 2L, "cancelled", 3L, "3", 4L, "cancelled", 5L, "cancelled"));
    assertThat(grid.executions().count()).isEqualTo(2);
  }

  @Test
  void everyCancellationIsAFactOfItsOwn() throws Exception {
    grid.start(2);
    grid.create("j");
    Grid via = grid.member(0).grid();
    List<TasksCancelled> all =
        IntStream.rangeClosed(1, 50)
            .mapToObj(i -> new TasksCancelled(TaskNumbers.range(i, i), "reason " + i))
            .toList();
    for (TasksCancelled each : all) {
      via.cancelTasks("j", each).toCompletableFuture().get();
      via.cancelTasks("j", each).toCompletableFuture().get();
    }

    assertThat(via.facts("j").toCompletableFuture().get().tasksCancelled()).isEqualTo(all);
  }

  @Test
  void ofThoseThatCancelAtTheSameMomentNoneIsLost() throws Exception {
    grid.start(2);
    grid.create("j");
    var all =
        IntStream.rangeClosed(1, 20)
            .mapToObj(i -> new TasksCancelled(TaskNumbers.range(i, i), null))
            .toList();
    var told =
        IntStream.range(0, 20)
            .mapToObj(i -> grid.member(i % 2).grid().cancelTasks("j", all.get(i)))
            .toList();
    for (var each : told) {
      each.toCompletableFuture().get();
    }

    assertThat(grid.member(0).grid().facts("j").toCompletableFuture().get().tasksCancelled())
        .containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void aFactThatAMergeDroppedIsWrittenAgain() throws Exception {
    grid.start(2);
    stuck();
    grid.create("j");
    BatchKey key = grid.store(grid.member(0), "j", 1, "stuck 1", "stuck 2", "stuck 3");
    Await.until("all of them run", () -> running.size() == 3);
    Grid via = grid.member(0).grid();
    via.cancelTasks("j", new TasksCancelled(TaskNumbers.range(1, 1), "first"))
        .toCompletableFuture()
        .get();
    Await.until(
        "the members know",
        () ->
            grid.member(0).openBatches().size() == 1
                && grid.member(0).running() + grid.member(1).running() == 2);

    // As the other half would have written it.
    TasksCancelled theirs = new TasksCancelled(TaskNumbers.range(2, 2), "second");
    grid.member(0)
        .maps()
        .jobs()
        .set(new FactKey("j", FactKey.Kind.TASKS_CANCELLED, 0), Facts.tasksCancelled(theirs));

    Await.until(
        "both are there",
        () -> via.facts("j").toCompletableFuture().get().tasksCancelled().size() == 2);
    Await.until("one runs on", () -> grid.member(0).running() + grid.member(1).running() == 1);
    goOn.countDown();
    assertThat(grid.logOf(key)).containsEntry(1L, "first").containsEntry(2L, "second").hasSize(3);
  }
}
