package taskgrid.grid.node;

import java.util.function.LongSupplier;

/**
 * When a new grid gives its partitions to its members for the first time: when work comes, or when
 * no member has come for a while. The first look at a map does it, with the members of that moment,
 * and whoever comes later must be moved to: two members that started together spent two seconds of
 * two cores on it, while they were said to be ready.
 *
 * <p>Thread-safe.
 */
final class FirstAssignment {
  /** Members that are started by one script come within a second of each other. */
  static final long COMPANY_NANOS = 1_000_000_000L;

  private final Ownership ownership;
  private final LongSupplier nanoTime;
  private volatile long changed;

  FirstAssignment(Ownership ownership, LongSupplier nanoTime) {
    this.ownership = ownership;
    this.nanoTime = nanoTime;
    this.changed = nanoTime.getAsLong();
  }

  /**
   * A submitter has come, so there will be work. What is stored before every member knows the
   * assignment waits two seconds for a backup that nobody makes.
   */
  void workComes() {
    ownership.assign();
  }

  /** A member has come or gone. */
  void membersChanged() {
    changed = nanoTime.getAsLong();
  }

  /** Whether somebody may look at a map only to see whether anything is there. */
  boolean mayLook() {
    return ownership.areAssigned() || nanoTime.getAsLong() - changed >= COMPANY_NANOS;
  }
}
