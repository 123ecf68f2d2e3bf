package taskgrid.job;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import taskgrid.task.Stage;
import taskgrid.task.TaskState;

/**
 * The sending side of results that are read here: of a job, or of a pipeline whose last stage is
 * read. May be used by any thread.
 */
interface Origin extends Feedback {
  /** All jobs that belong to it, those before the one that is read first. */
  List<String> jobs();

  /** The reader wants to know how sending goes. */
  void tell(SubmitListener reader);

  /** A result was read. For the reader's thread. */
  void ended(TaskState state, Clock clock);

  /** How far it has come; the total is that of the results to be read. */
  SubmitProgress progress();

  /** Whether some of these results are lost for good: they are not waited for. */
  boolean lost();

  /**
   * Where a task was written down.
   *
   * @param stage of a pipeline that is sent from here; null if it is none
   */
  Place placeOf(@Nullable Stage stage, long task);

  /** Reads no further input, and seals what was sent. */
  void cancel();

  /** Completes when all is sent and sealed. */
  CompletableFuture<Void> done();

  /** Sends what can be sent soon, and tells the grid where the input was left. */
  CompletableFuture<Void> leave();

  void close();
}
