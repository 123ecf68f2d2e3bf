package taskgrid.grid.node;

import com.hazelcast.map.IMap;
import com.hazelcast.query.Predicates;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import taskgrid.grid.BatchKey;
import taskgrid.grid.log.LogIndex;
import taskgrid.grid.run.Store;
import taskgrid.grid.wire.SegmentKey;

/**
 * Reads logs of this member's partitions from the store into the index, and removes what stands
 * beside a stub or behind the end of a complete log: it says nothing new. Blocks.
 */
final class StoredLogs {
  private final IMap<SegmentKey, byte[]> results;
  private final Store store;
  private final LogIndex index;
  private final Ownership ownership;

  StoredLogs(IMap<SegmentKey, byte[]> results, Store store, LogIndex index, Ownership ownership) {
    this.results = results;
    this.store = store;
    this.index = index;
    this.ownership = ownership;
  }

  /** Reads the logs of some partitions. */
  void readAll(Predicate<Integer> partitions) {
    read(key -> partitions.test(ownership.partitionOf(key.batch())));
  }

  /** Reads what the index has never heard of. */
  void readUnknown() {
    read(key -> ownership.owns(key.batch()) && !isKnown(key));
  }

  private boolean isKnown(SegmentKey key) {
    BatchKey batch = key.batch();
    return key.n() == Store.COMPACTED
        ? index.compactedOf(batch.job()).contains(batch)
        : index.has(batch, key.n());
  }

  private void read(Predicate<SegmentKey> wanted) {
    Map<BatchKey, TreeSet<Integer>> found = new TreeMap<>();
    for (SegmentKey key : results.localKeySet(Predicates.alwaysTrue())) {
      if (wanted.test(key)) {
        found.computeIfAbsent(key.batch(), batch -> new TreeSet<>()).add(key.n());
      }
    }
    found.forEach((key, numbers) -> numbers.forEach(n -> read(key, n)));
    // What left while it was read is its new owner's to tell of.
    index.evict(key -> !ownership.owns(key));
  }

  private void read(BatchKey key, int n) {
    byte[] bytes = store.loadSegment(key, n);
    if (bytes == null) {
      return;
    }
    if (n == Store.COMPACTED) {
      index.compacted(key, bytes);
    } else if (index.isCompacted(key)) {
      store.removeSegment(key, n);
    } else if (n == Store.STUB) {
      index.dropped(key, bytes);
      removeSegments(key);
    } else if (index.complete(key) && !index.has(key, n)) {
      store.removeSegment(key, n);
    } else {
      index.written(key, bytes);
    }
  }

  private void removeSegments(BatchKey key) {
    for (int n = 0; store.loadSegment(key, n) != null; n++) {
      store.removeSegment(key, n).toCompletableFuture().join();
    }
  }
}
