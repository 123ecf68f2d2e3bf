package taskgrid.grid.node;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import taskgrid.grid.BatchKey;
import taskgrid.grid.layout.Batch;
import taskgrid.grid.layout.ByteWriter;
import taskgrid.grid.layout.Extent;
import taskgrid.grid.log.JobLog;
import taskgrid.grid.log.LogIndex;
import taskgrid.grid.run.Dispatcher;
import taskgrid.grid.run.Store;

/** Which lines of a job this member has, as batches or as logs: asked only when some are lost. */
final class KnownLines {
  private final Dispatcher dispatcher;
  private final LogIndex index;
  private final Store store;

  KnownLines(Dispatcher dispatcher, LogIndex index, Store store) {
    this.dispatcher = dispatcher;
    this.index = index;
    this.store = store;
  }

  /** Pairs of a first and a last line, in order. Blocks. */
  byte[] of(String job) {
    JobLog log = index.peek(job);
    List<Extent> extents = new ArrayList<>(log == null ? List.of() : log.extents());
    for (BatchKey key : dispatcher.batchesOf(job)) {
      byte[] batch = store.load(key);
      if (batch != null) {
        extents.add(Batch.peek(batch));
      }
    }
    extents.sort(Comparator.comparingLong(Extent::first));
    return joined(extents);
  }

  /**
   * Batches that follow each other are one range, with the lines that were skipped between them.
   */
  private static byte[] joined(List<Extent> extents) {
    ByteWriter out = new ByteWriter();
    long from = 0;
    long to = 0;
    for (Extent extent : extents) {
      if (from == 0 || extent.after() > to) {
        if (from > 0) {
          out.varint(from).varint(to);
        }
        from = extent.after() + 1;
      }
      to = Math.max(to, extent.last());
    }
    return from == 0 ? out.toByteArray() : out.varint(from).varint(to).toByteArray();
  }
}
