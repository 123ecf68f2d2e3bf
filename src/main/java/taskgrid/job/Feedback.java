package taskgrid.job;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.Grid.PullReply;
import taskgrid.task.GridException;

/** What the reader of a job tells the job's submitter, and asks it. May be called by any thread. */
interface Feedback {
  /** A mark to be given back with the reply to a pull that is about to be sent. */
  long mark(UUID member);

  /** A member answered a pull. */
  void replied(UUID member, long mark, PullReply reply);

  /** Every result of a batch is here: it never has to be sent again. */
  void finished(BatchKey key);

  /**
   * A line behind this one where the first batch behind it begins, or between; 0 if there is none.
   */
  long firstBatchBehind(long line);

  /** Why the submitter gave up; null if it did not. */
  @Nullable GridException failure();
}
