package taskgrid.grid.run;

import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;

/** A batch of this member's partitions, opened or not. Guarded by the dispatcher. */
final class StoredBatch {
  final BatchKey key;
  final int tasks;

  /** What is stored, if it is small and known; spares a read. Until it is opened. */
  byte @Nullable [] bytes;

  @Nullable OpenBatch batch;
  @Nullable JobContext job;

  /** Of an opened batch whose lines are limited by their values; else null. */
  @Nullable LinesByValue byValue;

  StoredBatch(BatchKey key, int tasks, byte @Nullable [] bytes) {
    this.key = key;
    this.tasks = tasks;
    this.bytes = bytes;
  }
}
