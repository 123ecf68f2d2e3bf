package taskgrid.job;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import taskgrid.task.GridException;
import taskgrid.task.Stage;

/**
 * The sending side of a pipeline: the first stage is sent from here, the last one is read.
 *
 * @param jobs of the stages, in order
 * @param sent what is sent of the first
 * @param sealing of the others
 * @param read what was read of the last
 */
record StagedSubmission(
    List<String> jobs, Submission sent, StageSealing sealing, SubmitCounters read)
    implements PipelineOrigin {
  @Override
  public void tell(SubmitListener reader) {
    sealing.tell(reader);
    sent.tell(reader);
  }

  @Override
  public SubmitProgress progress() {
    SubmitProgress first = sent.progress();
    SubmitProgress last = read.snapshot();
    long total = sealing.total();
    return new SubmitProgress(
        first.linesRead(),
        first.tasksRead(),
        first.tasksSent(),
        last.done(),
        last.failed(),
        last.cancelled(),
        total >= 0,
        total,
        total >= 0 ? total : first.expected(),
        first.cutShort(),
        first.leftAt(),
        first.waitingForCredit(),
        first.firstBatchSent(),
        last.firstResult());
  }

  /** Behind a flat stage nobody knows of which line an item was made. */
  @Override
  public Place placeOf(@Nullable Stage stage, long task) {
    return stage == null || stage.spread() == 0 ? sent.placeOf(stage, task) : placeIn(stage, task);
  }

  @Override
  public void cancel() {
    sent.cancel();
  }

  @Override
  public CompletableFuture<Void> done() {
    return sent.done();
  }

  @Override
  public CompletableFuture<Void> leave() {
    return sent.leave();
  }

  @Override
  public void close() {
    sealing.close();
    sent.close();
  }

  @Override
  public @Nullable GridException failure() {
    GridException failure = sent.failure();
    return failure == null ? sealing.failure() : failure;
  }
}
