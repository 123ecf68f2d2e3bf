package taskgrid.job;

import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import taskgrid.task.GridException;

/** The bytes of one input after another, in blocks; each input ends with a block that says so. */
interface BlockSource {
  /**
   * The next block; null if there is nothing right now. A block is good until the next call.
   *
   * @throws GridException if an input cannot be read
   */
  @Nullable Block next() throws GridException;

  /** Whether every block of every input has been returned. */
  boolean ended();

  /** Begins to read, if that takes a thread. */
  default void start(ThreadFactory threads) {}

  /** Reads no more. */
  default void close() {}
}
