package taskgrid.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import taskgrid.job.SubmitProgress;
import taskgrid.task.GridException;
import taskgrid.task.TaskNumbers;

/**
 * Takes items off the list of dead letters as soon as they are in the grid once more, whatever
 * becomes of them there: from then on they are items of the pipeline that tries them again, which
 * has a list of its own. Where sending ends early, by a signal or because somebody cancels that
 * pipeline, those that were sent are taken off and the others stay. Of a submitter that is killed
 * while it sends all stay: some may run twice, but none is lost.
 */
final class Requeued implements AutoCloseable {
  private final RunningJob stage;
  private final TaskNumbers items;
  private CompletableFuture<?> noted = CompletableFuture.completedFuture(null);

  /**
   * @param stage where they are dead letters; closed with this
   * @param items their numbers there, in the order in which they are sent
   */
  Requeued(RunningJob stage, TaskNumbers items) {
    this.stage = stage;
    this.items = items;
  }

  /** They are being sent. */
  RunningJob by(RunningJob pipeline) {
    // On a thread of its own: the submitter's must not wait, and this one may be told to leave.
    noted = pipeline.sent().handleAsync((sent, error) -> note(pipeline, error == null));
    return pipeline;
  }

  private boolean note(RunningJob pipeline, boolean ended) {
    SubmitProgress progress = pipeline.progress();
    try {
      if (ended && !progress.cutShort()) {
        stage.retried(items);
        return true;
      }
      long sent = ended ? progress.tasksSent() : progress.leftAt();
      if (sent > 0) {
        stage.retried(items.lowest(sent));
      }
      return sent > 0;
    } catch (GridException e) {
      throw new CompletionException(e);
    }
  }

  /** Returns when it is noted; the pipeline must have been closed before. */
  @Override
  public void close() throws GridException {
    try (stage) {
      noted.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof GridException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
