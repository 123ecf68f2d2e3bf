package taskgrid.grid.run;

import taskgrid.grid.BatchKey;

/**
 * Says whether tasks of a batch may be started here now: who owns it, and whether memory allows.
 */
@FunctionalInterface
public interface Gate {
  boolean mayStart(BatchKey key);
}
