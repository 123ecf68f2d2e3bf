package taskgrid.job;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The batches that were sent and may still have to be sent again, by first line. Changed by the
 * submitter's thread; anybody may look.
 */
final class SentBatches {
  private final ConcurrentNavigableMap<Long, SentBatch> byFirst = new ConcurrentSkipListMap<>();

  /** How many of them the grid has not stored yet. */
  private int storing;

  /** Bytes that are held for them. */
  private long held;

  /** Bytes on their way to the grid. */
  private long storingBytes;

  void add(SentBatch batch) {
    byFirst.put(batch.packed.first(), batch);
    storing++;
    held += batch.held();
    storingBytes += batch.size;
  }

  /** The batch is to be stored once more, with these bytes. */
  void again(SentBatch batch, byte[] bytes) {
    held += bytes.length - batch.held();
    batch.bytes = bytes;
    batch.state = SentBatch.State.STORING;
    storing++;
    storingBytes += batch.size;
  }

  void stored(SentBatch batch) {
    if (batch.state != SentBatch.State.STORING) {
      return;
    }
    batch.state = SentBatch.State.STORED;
    storing--;
    storingBytes -= batch.size;
    held -= batch.held();
    batch.releaseBytes();
    held += batch.held();
  }

  /** Its log is complete, even if the grid never confirmed that it was stored. */
  void complete(SentBatch batch) {
    stored(batch);
    batch.state = SentBatch.State.COMPLETE;
  }

  /** Nothing of it will ever have to be sent again. */
  void remove(SentBatch batch) {
    if (byFirst.remove(batch.packed.first()) != null) {
      held -= batch.held();
      if (batch.state == SentBatch.State.STORING) {
        storing--;
        storingBytes -= batch.size;
      }
    }
  }

  @Nullable SentBatch get(long first) {
    return byFirst.get(first);
  }

  Collection<SentBatch> all() {
    return byFirst.values();
  }

  /** Those whose log is not complete. */
  List<SentBatch> unfinished() {
    List<SentBatch> unfinished = new ArrayList<>();
    for (SentBatch batch : byFirst.values()) {
      if (batch.state != SentBatch.State.COMPLETE) {
        unfinished.add(batch);
      }
    }
    return unfinished;
  }

  /** The last line up to which the grid has confirmed everything. */
  long confirmedTo(long lastSent) {
    for (SentBatch batch : byFirst.values()) {
      if (batch.state == SentBatch.State.STORING) {
        return batch.packed.after();
      }
    }
    return lastSent;
  }

  boolean isEmpty() {
    return byFirst.isEmpty();
  }

  int storing() {
    return storing;
  }

  long held() {
    return held;
  }

  long storingBytes() {
    return storingBytes;
  }

  /** The first line of the first batch behind a line; 0 if there is none. */
  long firstBehind(long line) {
    Long first = byFirst.higherKey(line);
    return first == null ? 0 : first;
  }
}
