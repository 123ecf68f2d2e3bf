package taskgrid.grid.node;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import taskgrid.grid.BatchKey;
import taskgrid.grid.Lines;
import taskgrid.grid.layout.Batch;
import taskgrid.grid.layout.Compacted;
import taskgrid.grid.layout.Extent;
import taskgrid.grid.log.JobLog;
import taskgrid.grid.log.LogIndex;
import taskgrid.grid.run.Dispatcher;
import taskgrid.grid.run.Store;

/**
 * Which lines of a job this member has, as batches or as logs: asked when some are lost, or to be
 * counted.
 */
final class KnownLines {
  private final Dispatcher dispatcher;
  private final LogIndex index;
  private final Store store;

  KnownLines(Dispatcher dispatcher, LogIndex index, Store store) {
    this.dispatcher = dispatcher;
    this.index = index;
    this.store = store;
  }

  /** In order. Blocks. */
  List<Lines> of(String job) {
    TreeMap<Long, Extent> extents = new TreeMap<>();
    for (BatchKey key : dispatcher.batchesOf(job)) {
      byte[] batch = store.load(key);
      if (batch != null) {
        extents.put(key.first(), Batch.peek(batch));
      }
    }
    JobLog log = index.peek(job);
    if (log != null) {
      // Of a batch that has just ended both are there.
      log.extents().forEach(extent -> extents.put(extent.first(), extent));
    }
    List<Lines> all = new ArrayList<>();
    extents.values().forEach(extent -> all.add(lines(extent)));
    if (log != null) {
      for (Compacted stubs : log.compacted()) {
        stubs.ranges().forEach(range -> all.add(lines(range)));
      }
    }
    all.sort(Comparator.comparingLong(Lines::first));
    return joined(all);
  }

  /** With the lines that were skipped before it. */
  private static Lines lines(Extent extent) {
    return new Lines(extent.after() + 1, extent.last(), extent.tasks());
  }

  private static Lines lines(Compacted.Range range) {
    return new Lines(range.after() + 1, range.last(), range.tasks());
  }

  /** Those that follow each other are one. */
  private static List<Lines> joined(List<Lines> inOrder) {
    List<Lines> all = new ArrayList<>();
    Lines last = null;
    for (Lines next : inOrder) {
      if (last != null && next.first() == last.last() + 1) {
        last = new Lines(last.first(), next.last(), last.tasks() + next.tasks());
        all.set(all.size() - 1, last);
      } else {
        last = next;
        all.add(last);
      }
    }
    return all;
  }
}
