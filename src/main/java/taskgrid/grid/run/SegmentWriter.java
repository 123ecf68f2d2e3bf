package taskgrid.grid.run;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.layout.Segment;

/**
 * Writes the buffered results of open batches to their logs, one segment at a time for each batch.
 *
 * <p>A segment is written only where there is none. Who finds its number taken reads what is there,
 * drops what it also has and takes the next number; so the first record of a task in a log is the
 * same for everybody. An answer that leaves open whether the write happened is settled by reading
 * back.
 */
public final class SegmentWriter {
  private static final Logger LOG = LogManager.getLogger(SegmentWriter.class);
  private static final long RETRY_MILLIS = 100;

  private final Store store;
  private final Log log;
  private final ScheduledExecutorService timer;

  /** Batches whose buffers wait for their time. */
  private final Set<OpenBatch> waiting = ConcurrentHashMap.newKeySet();

  /** What is told of written segments. */
  public interface Log {
    /** A segment is in the log with its backup. May be told twice. */
    void written(BatchKey key, byte[] segment);

    /** A segment was written of a batch that had left by then: nobody waits for it here. */
    default void late(BatchKey key, int n, byte[] segment) {}

    /**
     * Whether the batch is on its way to another owner, so that what was written may be in the
     * hands of one that had read the log before.
     */
    default boolean moving(BatchKey key) {
      return false;
    }

    /** The log is complete; the batch is no longer open. */
    void completed(OpenBatch batch);

    /** A batch was found that has ended before: it leaves the store. */
    void foundEnded(BatchKey key);
  }

  public SegmentWriter(Store store, Log log, ScheduledExecutorService timer) {
    this.store = store;
    this.log = log;
    this.timer = timer;
  }

  /** Writes what is due of this batch, now or when its time comes. */
  public void flush(OpenBatch batch) {
    OpenBatch.Cut cut = batch.cut(System.nanoTime());
    if (cut != null) {
      write(batch, cut);
    } else {
      waiting.add(batch);
    }
  }

  /** Writes what has become due; called every few milliseconds. */
  public void tick() {
    for (OpenBatch batch : waiting) {
      waiting.remove(batch);
      if (batch.buffering()) {
        flush(batch);
      }
    }
  }

  private void write(OpenBatch batch, OpenBatch.Cut cut) {
    store
        .appendSegment(batch.key(), cut.n(), cut.bytes())
        .whenComplete(
            (present, failure) -> {
              if (failure != null) {
                LOG.debug("segment {} of {}: {}", cut.n(), batch.key(), failure.toString());
                later(() -> readBack(batch, cut));
              } else {
                settle(batch, cut, present);
              }
            });
  }

  private void settle(OpenBatch batch, OpenBatch.Cut cut, byte @Nullable [] present) {
    if (present == null) {
      written(batch, cut);
    } else if (Arrays.equals(present, cut.bytes())) {
      // Ours, from a try whose answer was lost: a second putIfAbsent made no backup, a set does.
      rewrite(batch, cut);
    } else if (batch.taken(cut, Segment.read(present), System.nanoTime())) {
      tell(batch, present);
      afterward(batch);
    }
  }

  private void readBack(OpenBatch batch, OpenBatch.Cut cut) {
    store
        .readSegment(batch.key(), cut.n())
        .whenComplete(
            (present, failure) -> {
              if (failure != null) {
                later(() -> readBack(batch, cut));
              } else if (present == null) {
                write(batch, cut);
              } else {
                settle(batch, cut, present);
              }
            });
  }

  private void rewrite(OpenBatch batch, OpenBatch.Cut cut) {
    store
        .rewriteSegment(batch.key(), cut.n(), cut.bytes())
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                later(() -> rewrite(batch, cut));
              } else {
                written(batch, cut);
              }
            });
  }

  private void written(OpenBatch batch, OpenBatch.Cut cut) {
    if (log.moving(batch.key())) {
      // Claims are held until it is certain who must have the results.
      later(() -> written(batch, cut));
      return;
    }
    if (!batch.written(cut)) {
      // The batch left while the write was on its way: its parts are being delivered to the new
      // owner, which drops what this segment has. Or its job was forgotten.
      log.late(batch.key(), cut.n(), cut.bytes());
      return;
    }
    tell(batch, cut.bytes());
    acknowledge(cut.parts());
    afterward(batch);
  }

  private void tell(OpenBatch batch, byte[] segment) {
    log.written(batch.key(), segment);
    batch.told();
  }

  private void afterward(OpenBatch batch) {
    if (batch.completed()) {
      acknowledge(batch.drain());
      log.completed(batch);
    } else if (batch.buffering()) {
      flush(batch);
    }
  }

  private static void acknowledge(List<OpenBatch.Pending> parts) {
    parts.forEach(part -> part.acknowledgement().settled(true));
  }

  private void later(Runnable step) {
    if (!timer.isShutdown()) {
      timer.schedule(step, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
