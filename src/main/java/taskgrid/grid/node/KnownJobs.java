package taskgrid.grid.node;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import taskgrid.grid.Grid.HeldJobs;
import taskgrid.grid.log.JobLog;
import taskgrid.grid.log.LogIndex;
import taskgrid.grid.run.Dispatcher;

/** Of which jobs this member has batches or logs, whether or not their facts are there. */
final class KnownJobs {
  private final Dispatcher dispatcher;
  private final LogIndex index;
  private final BooleanSupplier settled;

  /**
   * @param settled false while this member takes over from others, so that it may not know all
   */
  KnownJobs(Dispatcher dispatcher, LogIndex index, BooleanSupplier settled) {
    this.dispatcher = dispatcher;
    this.index = index;
    this.settled = settled;
  }

  /** Whether what this member knows of jobs is all there is in its partitions. */
  boolean areAll() {
    return settled.getAsBoolean();
  }

  HeldJobs all() {
    // Asked before it looks: what comes meanwhile makes the next answer differ, not this one.
    boolean whole = areAll();
    Set<String> jobs = new TreeSet<>(dispatcher.jobsWithBatches());
    for (String job : index.jobs()) {
      JobLog log = index.peek(job);
      if (log != null && !(log.extents().isEmpty() && log.compacted().isEmpty())) {
        jobs.add(job);
      }
    }
    return new HeldJobs(whole && areAll(), jobs.stream().toList());
  }
}
