package taskgrid.grid.run;

import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.layout.Extent;

/** A batch of this member's partitions, opened or not. Guarded by the dispatcher. */
final class StoredBatch {
  final BatchKey key;
  final int tasks;

  private final long after;

  /** What is stored, if it is small and known; spares a read. Until it is opened. */
  byte @Nullable [] bytes;

  @Nullable OpenBatch batch;
  @Nullable JobContext job;

  /** Of an opened batch whose lines are limited by their values; else null. */
  @Nullable LinesByValue byValue;

  StoredBatch(BatchKey key, Extent extent, byte @Nullable [] bytes) {
    this.key = key;
    this.tasks = extent.tasks();
    this.after = extent.after();
    this.bytes = bytes;
  }

  /** The last line before it. */
  long after() {
    return batch == null ? after : batch.batch().after();
  }
}
