package taskgrid.grid.node;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import taskgrid.grid.BatchKey;
import taskgrid.grid.Lines;
import taskgrid.grid.layout.Batch;
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
    return joined(extents.values());
  }

  /** Batches that follow each other are one, with the lines that were skipped between them. */
  private static List<Lines> joined(Collection<Extent> extents) {
    List<Lines> all = new ArrayList<>();
    Lines last = null;
    for (Extent extent : extents) {
      if (last != null && extent.after() == last.last()) {
        last = new Lines(last.first(), extent.last(), last.tasks() + extent.tasks());
        all.set(all.size() - 1, last);
      } else {
        last = new Lines(extent.after() + 1, extent.last(), extent.tasks());
        all.add(last);
      }
    }
    return all;
  }
}
