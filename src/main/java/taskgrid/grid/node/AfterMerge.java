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
 * Takes in what the other side of a healed network split has brought into this member's partitions:
 * readers get its results, its batches are found, and those whose logs are complete by now are not
 * run again.
 *
 * <p>A merge puts entries only where there are none, and tells nobody but the listeners here. An
 * event is no more than the hint that there is something; what there is, the maps say.
 */
final class AfterMerge {
  private static final Logger LOG = LogManager.getLogger(AfterMerge.class);

  /** Entries come in many small parts: they are looked at when none came for so long. */
  private static final long QUIET_MILLIS = 500;

  /** Or when the first has waited for so long. */
  private static final long LATEST_MILLIS = 5_000;

  private final StoredLogs logs;
  private final LogIndex index;
  private final Dispatcher dispatcher;
  private final Runnable sweep;
  private final Clock clock;

  /** When the first entry came that was not looked at; 0 = none did. Guarded by this. */
  private long firstMillis;

  private long lastMillis;

  /**
   * @param sweep finds stored batches that nobody has heard of, and removes those that have ended
   */
  AfterMerge(StoredLogs logs, LogIndex index, Dispatcher dispatcher, Runnable sweep, Clock clock) {
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

  private synchronized boolean isDue() {
    long now = clock.millis();
    boolean waited = now - lastMillis >= QUIET_MILLIS || now - firstMillis >= LATEST_MILLIS;
    boolean due = firstMillis != 0 && waited;
    if (due) {
      firstMillis = 0;
    }
    return due;
  }

  /**
   * Reads what the index does not know of this member's logs, whoever wrote it: a segment may be
   * written by an owner that has just ceased to be one, after the new one has read the logs. Called
   * every few seconds. Blocks.
   */
  void sweepLogs() {
    logs.readUnknown();
  }

  /** Called every second. Blocks. */
  void look() {
    if (isDue()) {
      LOG.info("takes in what came with a network that has healed");
      logs.readUnknown();
      letGoOfWhatHasEnded();
      sweep.run();
    }
  }

  /** Results that are still under way to such a batch are in its log, or come too late. */
  private void letGoOfWhatHasEnded() {
    for (OpenBatch batch : dispatcher.evict(index::complete)) {
      batch.close().forEach(part -> part.acknowledgement().settled(false));
    }
  }
}
