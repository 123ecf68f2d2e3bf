package taskgrid.job;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import taskgrid.task.GridException;
import taskgrid.task.TaskResult;

/**
 * The results of a job, each task once, in bounded memory. For one thread; only {@link #close} may
 * be called from another.
 *
 * <p>Who reads slowly is waited for: nothing more is fetched, and in the end nothing more is sent.
 * The reader of a job that was submitted here calls {@link #delivered} now and then, for what is
 * not delivered is kept so that it can be sent again.
 */
public interface ResultReader extends AutoCloseable {
  /** The next result; waits for it. Null at the end. */
  @Nullable TaskResult next() throws InterruptedException, GridException;

  /** The next result; null if there is none in time, or at the end: {@link #ended} tells which. */
  @Nullable TaskResult poll(Duration patience) throws InterruptedException, GridException;

  /** Everything returned so far has been written out: now it counts as delivered. */
  void delivered();

  /** Tasks that ended, but whose results were dropped before they could be read. */
  long dropped();

  /** Whether there is nothing more to come. */
  boolean ended();

  /** Stops reading. What was not declared delivered stays undelivered. */
  @Override
  void close();
}
