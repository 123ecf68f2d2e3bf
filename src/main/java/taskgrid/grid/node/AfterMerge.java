package taskgrid.grid.node;

import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryMergedListener;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import taskgrid.grid.BatchKey;
import taskgrid.grid.log.LogIndex;
import taskgrid.grid.run.Dispatcher;
import taskgrid.grid.run.OpenBatch;
import taskgrid.grid.run.Store;
import taskgrid.grid.wire.GridMaps;
import taskgrid.grid.wire.SegmentKey;

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

  private final Ground ground;
  private final LogIndex index;
  private final Dispatcher dispatcher;
  private final Runnable sweep;
  private final Clock clock;

  /** When the first entry came that was not looked at; 0 = none did. Guarded by this. */
  private long firstMillis;

  private long lastMillis;

  /** Where the data is. */
  record Ground(GridMaps maps, Store store, Ownership ownership) {}

  /**
   * @param sweep finds stored batches that nobody has heard of, and removes those that have ended
   */
  AfterMerge(Ground ground, LogIndex index, Dispatcher dispatcher, Runnable sweep, Clock clock) {
    this.ground = ground;
    this.index = index;
    this.dispatcher = dispatcher;
    this.sweep = sweep;
    this.clock = clock;
  }

  /** Begins to listen for what is brought. */
  void listen() {
    listen(ground.maps.tasks());
    listen(ground.maps.results());
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

  /** Called every second. Blocks. */
  void look() {
    if (isDue()) {
      LOG.info("takes in what came with a network that has healed");
      unknown().forEach(this::readLog);
      // What left while it was read is its new owner's to tell of.
      index.evict(key -> !ground.ownership.owns(key));
      letGoOfWhatHasEnded();
      sweep.run();
    }
  }

  /** Segments and stubs that the index has never heard of. */
  private Map<BatchKey, TreeSet<Integer>> unknown() {
    Map<BatchKey, TreeSet<Integer>> unknown = new TreeMap<>();
    for (SegmentKey key : ground.maps.results().localKeySet()) {
      if (!index.has(key.batch(), key.n()) && ground.ownership.owns(key.batch())) {
        unknown.computeIfAbsent(key.batch(), batch -> new TreeSet<>()).add(key.n());
      }
    }
    return unknown;
  }

  /** The stub first, then segments in their order; one behind the end of a log says nothing new. */
  private void readLog(BatchKey key, TreeSet<Integer> numbers) {
    for (int n : numbers) {
      byte[] bytes = ground.store.loadSegment(key, n);
      if (bytes == null) {
        continue;
      }
      if (n == Store.STUB) {
        index.dropped(key, bytes);
        removeSegments(key);
      } else if (index.complete(key)) {
        ground.store.removeSegment(key, n);
      } else {
        index.written(key, bytes);
      }
    }
  }

  private void removeSegments(BatchKey key) {
    for (int n = 0; ground.store.loadSegment(key, n) != null; n++) {
      ground.store.removeSegment(key, n).toCompletableFuture().join();
    }
  }

  /** Results that are still under way to such a batch are in its log, or come too late. */
  private void letGoOfWhatHasEnded() {
    for (OpenBatch batch : dispatcher.evict(index::complete)) {
      batch.close().forEach(part -> part.acknowledgement().settled(false));
    }
  }
}
