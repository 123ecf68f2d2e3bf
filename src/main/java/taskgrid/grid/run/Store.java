package taskgrid.grid.run;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;

/** The partitioned maps, as the running of batches needs them. */
public interface Store {
  /** In the place of a segment number: the stub that a dropped log leaves. */
  int STUB = -1;

  /** In the place of a segment number: what many stubs of one route have become. */
  int COMPACTED = -2;

  /** The batch as it was sent; null if it is not stored (any more). Blocks. */
  byte @Nullable [] load(BatchKey key);

  /** The n-th segment of a log, or with n = -1 its stub; null if there is none. Blocks. */
  byte @Nullable [] loadSegment(BatchKey key, int n);

  /** The same without blocking. */
  CompletionStage<byte @Nullable []> readSegment(BatchKey key, int n);

  /**
   * Writes the n-th segment unless there is one: completes with null when it is written and backed
   * up, else with the bytes that were there before. A failure leaves open which.
   */
  CompletionStage<byte @Nullable []> appendSegment(BatchKey key, int n, byte[] segment);

  /** Writes over a segment; for repeating a write of the same bytes until it has its backup. */
  CompletionStage<@Nullable Void> rewriteSegment(BatchKey key, int n, byte[] segment);

  CompletionStage<@Nullable Void> removeSegment(BatchKey key, int n);

  /** Writes over a segment if it is still as it was; false if not. Blocks. */
  boolean replaceSegment(BatchKey key, int n, byte @Nullable [] before, byte[] now);

  /** Takes the batch from the work left. */
  CompletionStage<@Nullable Void> remove(BatchKey key);
}
