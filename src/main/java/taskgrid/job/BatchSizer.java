package taskgrid.job;

import taskgrid.grid.layout.Batch;

/**
 * How many tasks the next batch should have. The first ones have one each, or a few where there are
 * many slots, so that a first result shows at once and long tasks are spread over all slots;
 * batches grow as results show that tasks are short, and shrink towards the end so that all slots
 * finish together. For one thread.
 */
final class BatchSizer {
  /** What one batch should keep one slot busy for. */
  private static final long WISHED_NANOS = 100_000_000;

  /** Below this, a smaller batch costs more than it helps to finish together. */
  private static final long SMALLEST_NANOS = 5_000_000;

  private static final int BATCHES_PER_SLOT = 4;
  private static final int GROWTH = 4;

  /**
   * With so many slots more, the first batches have a line more: a member shares a batch among its
   * slots, and hundreds of batches of one line would take longer to store than to start.
   */
  private static final int SLOTS_OF_A_LINE = 8;

  /** Results of one batch are kept and dropped together: they should be no more than that. */
  private static final long MOST_RESULTS = 4 << 20;

  /** While nobody can say how long tasks take, batches do not grow beyond this. */
  private static final int UNMEASURED = 64;

  private final int fixed;
  private int largestDone;
  private double nanos;

  /** Bytes of a task's result. */
  private double bytes;

  /**
   * @param fixed the size that somebody asked for; 0 = adapt
   */
  BatchSizer(int fixed) {
    this.fixed = Math.min(fixed, Batch.MAX_LINES);
  }

  /** A member says how long a task takes there on average. */
  void measured(long taskNanos) {
    if (taskNanos > 0) {
      nanos = nanos == 0 ? taskNanos : nanos + (taskNanos - nanos) / 4;
    }
  }

  /**
   * A batch has ended.
   *
   * @param results bytes of its results, with its lines; 0 if unknown
   */
  void done(int tasks, long results) {
    largestDone = Math.max(largestDone, tasks);
    double each = (double) results / tasks;
    // Large ones count at once, and are forgotten slowly: what is too much is worse than too
    // little.
    bytes = Math.max(each, bytes + (each - bytes) / 8);
  }

  /**
   * @param slots of all members
   * @param linesLeft about how many lines are still to be sent; Long.MAX_VALUE if nobody knows
   */
  int next(int slots, long linesLeft) {
    long fit = bytes == 0 ? Batch.MAX_LINES : (long) (MOST_RESULTS / bytes);
    return (int) Math.max(1, Math.min(fit, fixed > 0 ? fixed : adapted(slots, linesLeft)));
  }

  private int adapted(int slots, long linesLeft) {
    if (nanos == 0 && largestDone == 0) {
      return Math.max(1, Math.min(UNMEASURED, slots / SLOTS_OF_A_LINE));
    }
    long grown = largestDone == 0 ? 1 : (long) largestDone * GROWTH;
    long share = Math.max(linesLeft / Math.max(1L, (long) slots * BATCHES_PER_SLOT), worth());
    long wished = nanos == 0 ? UNMEASURED : (long) (WISHED_NANOS / nanos);
    return (int) Math.max(1, Math.min(Math.min(grown, share), Math.min(wished, Batch.MAX_LINES)));
  }

  private long worth() {
    return nanos == 0 ? 1 : (long) (SMALLEST_NANOS / nanos);
  }
}
