package taskgrid.grid.run;

import taskgrid.grid.BatchKey;

/** Says what may be started here now. */
@FunctionalInterface
public interface Gate {
  /**
   * Whether tasks of a batch of this member's: who owns it, and whether memory allows.
   *
   * @param after the last line before the batch
   */
  boolean mayStart(BatchKey key, long after);

  /** Whether anything at all; not while this member leaves, or does not know how things are. */
  default boolean mayStartAny() {
    return true;
  }

  /** Whether a task that may take this member down, or the one that asks for it. */
  default boolean mayStartSuspects() {
    return true;
  }
}
