package taskgrid.job;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import taskgrid.task.GridException;
import taskgrid.task.Stage;

/**
 * The sending side of a pipeline whose source is driven by the grid: nothing is sent from here.
 *
 * @param jobs of the stages, in order
 * @param sealing of the stages behind the first
 * @param read what was read of the last
 */
record DrivenPipeline(List<String> jobs, StageSealing sealing, SubmitCounters read)
    implements PipelineOrigin {
  @Override
  public void tell(SubmitListener reader) {
    sealing.tell(reader);
  }

  @Override
  public SubmitProgress progress() {
    SubmitProgress last = read.snapshot();
    long total = sealing.total();
    return new SubmitProgress(
        0,
        0,
        0,
        last.done(),
        last.failed(),
        last.cancelled(),
        total >= 0,
        total,
        total,
        sealing.cutShort(),
        -1,
        false,
        null,
        last.firstResult());
  }

  @Override
  public Place placeOf(@Nullable Stage stage, long task) {
    return placeIn(stage, task);
  }

  @Override
  public void cancel() {
    // The grid drives it, and hears of it as everybody does.
  }

  @Override
  public CompletableFuture<Void> done() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<Void> leave() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void close() {
    sealing.close();
  }

  @Override
  public @Nullable GridException failure() {
    return sealing.failure();
  }
}
