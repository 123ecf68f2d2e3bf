package taskgrid.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import taskgrid.grid.Await;
import taskgrid.grid.Grid.Progress;
import taskgrid.job.StageSealing.Link;
import taskgrid.task.JobCounts;
import taskgrid.task.JobOptions;
import taskgrid.task.TaskResult;

/** Stages of a pipeline end, also where some of their tasks are lost. */
class StageSealingTest {
  /** So long what is missing may be on its way. */
  private static final long LONG_MILLIS = 60_000;

  private final ManualClock clock = new ManualClock();
  private FakeGrid grid = new FakeGrid(new Random(1), clock, 2, 2);
  private StageSealing sealing;

  @BeforeEach
  void open() {
    grid.answersAtOnce = true;
  }

  @AfterEach
  void close() {
    sealing.close();
  }

  private void stage(String job) {
    grid.createJob(job, JobOptions.DEFAULT);
  }

  private void sealed(String job, long tasks) {
    grid.sealJob(job, tasks, tasks, false);
  }

  private void counts(String job, JobCounts counts) {
    grid.progressOfJobs.put(job, new Progress(true, counts, 0, -1, 0, List.of(), List.of()));
  }

  private void succeeded(String job, long tasks) {
    counts(job, new JobCounts(0, 0, tasks, 0, 0));
  }

  private void begin(ManualClock by, Link... links) {
    sealing = new StageSealing(grid, by, List.of(links), CompletableFuture.completedFuture(null));
    new DaemonThreads("test-sealing").newThread(sealing).start();
  }

  private long totalOf(String job) {
    return grid.facts(job).toCompletableFuture().join().total();
  }

  @Test
  void aStageHasWhatSucceededBefore() throws Exception {
    stage("a");
    stage("b");
    sealed("a", 10);
    counts("a", new JobCounts(0, 0, 7, 3, 0));
    begin(clock, new Link("a", "b"));

    Await.until("b is sealed", () -> sealing.total() == 7);
    assertThat(totalOf("b")).isEqualTo(7);
  }

  @Test
  void behindAStageThatHasLostTasksMembersSealTheNextAndItGoesOn() throws Exception {
    stage("a");
    stage("b");
    stage("c");
    sealed("a", 10);
    succeeded("a", 10);
    begin(clock, new Link("a", "b"), new Link("b", "c"));
    Await.until("b is sealed", () -> totalOf("b") == 10);
    succeeded("b", 7);
    sealed("c", 7);

    Await.until("all stages are sealed", () -> sealing.total() == 7);
  }

  @Test
  void aBranchThatHasLostTasksIsNotWaitedForWithoutEnd() throws Exception {
    stage("a");
    stage("left");
    stage("right");
    sealed("a", 10);
    succeeded("a", 10);
    counts("left", new JobCounts(0, 1, 6, 0, 0));
    begin(clock, new Link("a", "left"), new Link("a", "right"));
    Await.until("both are sealed", () -> totalOf("right") == 10);
    clock.advance(2 * LONG_MILLIS);
    assertThat(sealing.total()).isNegative();

    long from = clock.millis();
    succeeded("left", 7);
    Await.until(
        "the branch is given up",
        () -> {
          clock.advance(1000);
          return sealing.total() == 10;
        });
    assertThat(clock.millis() - from).isGreaterThanOrEqualTo(LONG_MILLIS);
  }

  @Test
  void whoReadsTheLastStageHearsThatSomeOfItIsLost() throws Exception {
    JobOptions options = JobOptions.DEFAULT;
    String text = "echo 1\necho 2\necho 3\necho 4";
    Input input = Input.stream("-", new ByteArrayInputStream(text.getBytes(UTF_8)));
    Scene scene = new Scene(1, options, List.of(input), 2);
    grid = scene.grid;
    do {
      grid.answerAll();
    } while (scene.submitter.step());
    grid.logs.get(1L).end(0);
    grid.tell(1);
    grid.answersAtOnce = true;
    stage("a");
    sealed("a", 4);
    succeeded("a", 4);
    succeeded(Scene.JOB, 1);
    begin(scene.clock, new Link("a", Scene.JOB));
    SubmitCounters read = new SubmitCounters();
    ResultReader reader =
        scene.read(
            new ResultOptions(true, false, true),
            new StagedSubmission(List.of("a", Scene.JOB), scene.submission(), sealing, read));

    Await.until(
        "the reader has come to the end",
        () -> {
          scene.clock.advance(100);
          grid.answerAll();
          scene.poll();
          return reader.ended();
        });
    assertThat(scene.results).extracting(TaskResult::task).containsExactly(1L);
    assertThat(sealing.total()).isEqualTo(4);
    assertThat(read.snapshot().done()).isOne();
  }
}
