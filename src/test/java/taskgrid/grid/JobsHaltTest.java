package taskgrid.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import taskgrid.grid.GridFixture.SubmittedJob;
import taskgrid.task.Halt;
import taskgrid.task.JobOptions;
import taskgrid.task.JobState;

/** Jobs that end early because too many of their tasks fail. */
class JobsHaltTest {
  @RegisterExtension final GridFixture grid = new GridFixture();

  private final AtomicInteger running = new AtomicInteger();
  private final CountDownLatch goOn = new CountDownLatch(1);

  private static JobOptions halting(String when) {
    return JobOptions.DEFAULT.withHalt(Halt.parse(when));
  }

  private void stuck() {
    grid.with(
        "stuck",
        (input, context) -> {
          running.incrementAndGet();
          goOn.await();
          return input;
        });
  }

  @Test
  void soonLetsWhatRunsEndAlsoWithoutASubmitter() throws Exception {
    grid.start(2);
    stuck();
    CountDownLatch mayFail = new CountDownLatch(1);
    grid.with(
        "failing",
        (input, context) -> {
          running.incrementAndGet();
          mayFail.await();
          throw new IllegalStateException(input);
        });
    grid.create("j", halting("soon,fail=1"));
    BatchKey first = grid.store(grid.member(0), "j", 1, "stuck 1", "stuck 2", "stuck 3");
    grid.store(grid.member(1), "j", 4, "failing 4");
    Await.until("all slots are busy", () -> running.get() == 4);
    // The slot that is free when one has failed may take the first of these.
    BatchKey rest = grid.store(grid.member(1), "j", 5, "stuck 5", "stuck 6", "stuck 7");
    mayFail.countDown();
    Grid via = grid.member(0).grid();
    Await.until(
        "what waits is cancelled",
        () ->
            via.progress(grid.member(1).id(), "j").toCompletableFuture().get().counts().cancelled()
                >= 2);
    goOn.countDown();

    assertThat(grid.logOf(first)).isEqualTo(Map.of(1L, "1", 2L, "2", 3L, "3"));
    String reason = "halted: 1 of 1 tasks failed (--halt soon,fail=1)";
    assertThat(grid.logOf(rest)).containsEntry(6L, reason).containsEntry(7L, reason).hasSize(3);
  }

  @Test
  void nowStopsWhatRunsToo() throws Exception {
    grid.start(2);
    stuck();
    grid.create("j", halting("now,fail=1"));
    BatchKey stuck = grid.store(grid.member(0), "j", 1, "stuck 1", "stuck 2", "stuck 3");
    Await.until("three are stuck", () -> running.get() == 3);
    grid.store(grid.member(1), "j", 4, "fail 4");

    assertThat(grid.logOf(stuck))
        .hasSize(3)
        .allSatisfy(
            (line, text) ->
                assertThat(text).isEqualTo("halted: 1 of 1 tasks failed (--halt now,fail=1)"));
  }

  @Test
  void theSubmitterSendsNoMore() throws Exception {
    grid.start(2);
    SubmittedJob job = grid.submit(halting("soon,fail=5"), GridFixture.lines(900_000, "fail"));

    int results = job.results().size();
    assertThat(results).isLessThan(900_000);
    assertThat(job.job().progress().cutShort()).isTrue();
    assertThat(job.job().status().state()).isEqualTo(JobState.CANCELLED);
    assertThat(job.job().status().reason()).startsWith("halted: ").contains("--halt soon,fail=5");
  }

  @Test
  void fewFailuresHaltNothing() throws Exception {
    grid.start(2);
    SubmittedJob job = grid.submit(halting("now,fail=50%"), GridFixture.lines(3, "fail"));
    SubmittedJob other = grid.submit(halting("now,fail=4"), GridFixture.lines(3, "fail"));

    assertThat(job.results()).hasSize(3);
    assertThat(other.results()).hasSize(3);
    assertThat(other.job().status().state()).isEqualTo(JobState.FAILED);
  }
}
