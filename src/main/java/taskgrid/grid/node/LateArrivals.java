package taskgrid.grid.node;

import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryMergedListener;
import java.time.Clock;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import taskgrid.grid.log.LogIndex;
import taskgrid.grid.run.Dispatcher;
import taskgrid.grid.run.OpenBatch;
import taskgrid.grid.wire.GridMaps;

/**
 * Takes in what has come to this member's partitions without a word to it: readers get the results,
 * batches are found, and those whose logs are complete by now are not run again.
 *
 * <p>Two things come so. A network that has healed brings what the other side had; listeners are
 * told of most of it, but not those of the member that has just come back. And a segment may be
 * written by an owner that has just ceased to be one, after the new owner has read the logs. So
 * this looks often for a while after members or partitions have changed, and now and then at other
 * times.
 */
final class LateArrivals {
  private static final Logger LOG = LogManager.getLogger(LateArrivals.class);

  /** Entries come in many small parts: they are looked at when none came for so long. */
  private static final long QUIET_MILLIS = 500;

  /** Or when the first has waited for so long. */
  private static final long LATEST_MILLIS = 5_000;

  /** A write that found no owner is tried again for as long. */
  private static final long UNSETTLED_MILLIS = 120_000;

  private static final long UNSETTLED_PERIOD_MILLIS = 3_000;
  private static final long PERIOD_MILLIS = 60_000;

  private final StoredLogs logs;
  private final LogIndex index;
  private final Dispatcher dispatcher;
  private final Runnable sweep;
  private final Clock clock;

  /** When the first entry came that was not looked at; 0 = none did. Guarded by this. */
  private long firstMillis;

  private long lastMillis;
  private long unsettledUntilMillis;
  private long lookedMillis;

  /**
   * @param sweep finds stored batches that nobody has heard of, and removes those that have ended
   */
  LateArrivals(
      StoredLogs logs, LogIndex index, Dispatcher dispatcher, Runnable sweep, Clock clock) {
    this.logs = logs;
    this.index = index;
    this.dispatcher = dispatcher;
    this.sweep = sweep;
    this.clock = clock;
  }

  /** Begins to listen for what is brought. */
  void listen(GridMaps maps) {
    listen(maps.tasks());
    listen(maps.results());
  }

  private <K> void listen(IMap<K, byte[]> map) {
    map.addLocalEntryListener((EntryMergedListener<K, byte[]>) event -> brought());
  }

  private synchronized void brought() {
    lastMillis = clock.millis();
    firstMillis = firstMillis == 0 ? lastMillis : firstMillis;
  }

  /** Members or partitions have changed. */
  synchronized void changed() {
    unsettledUntilMillis = clock.millis() + UNSETTLED_MILLIS;
  }

  private synchronized boolean isDue() {
    long now = clock.millis();
    boolean waited = now - lastMillis >= QUIET_MILLIS || now - firstMillis >= LATEST_MILLIS;
    long period = now < unsettledUntilMillis ? UNSETTLED_PERIOD_MILLIS : PERIOD_MILLIS;
    boolean due = firstMillis != 0 && waited || now - lookedMillis >= period;
    if (due) {
      firstMillis = 0;
      lookedMillis = now;
    }
    return due;
  }

  /** Called every second. Blocks. */
  void look() {
    if (isDue()) {
      logs.readUnknown();
      letGoOfWhatHasEnded();
      sweep.run();
    }
  }

  /** Results that are still under way to such a batch are in its log, or come too late. */
  private void letGoOfWhatHasEnded() {
    for (OpenBatch batch : dispatcher.evict(index::complete)) {
      LOG.info("{} has ended elsewhere", batch.key());
      batch.close().forEach(part -> part.acknowledgement().settled(false));
    }
  }
}
