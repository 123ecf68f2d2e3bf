package taskgrid.task;

/**
 * How many tasks of a job are in which state, as far as the grid knows them.
 *
 * @param waiting stored and not started
 * @param running claimed by a slot
 */
public record JobCounts(long waiting, long running, long succeeded, long failed, long cancelled) {
  public static final JobCounts NONE = new JobCounts(0, 0, 0, 0, 0);

  /** Tasks that have ended, in whichever way. */
  public long done() {
    return succeeded + failed + cancelled;
  }

  /** Tasks that have not ended. */
  public long left() {
    return waiting + running;
  }

  /** All tasks that the grid holds or held. */
  public long known() {
    return left() + done();
  }

  public JobCounts plus(JobCounts other) {
    return new JobCounts(
        waiting + other.waiting,
        running + other.running,
        succeeded + other.succeeded,
        failed + other.failed,
        cancelled + other.cancelled);
  }
}
