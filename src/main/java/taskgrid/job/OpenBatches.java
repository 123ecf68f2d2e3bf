package taskgrid.job;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.Grid.PullItem;

/** The batches that are being read, and those that were read to the end. For one thread. */
final class OpenBatches {
  private final TreeMap<Long, OpenBatch> byFirst = new TreeMap<>();

  /** Lines of batches that were read to the end: they are never opened again. */
  private final LineRanges finished = new LineRanges();

  private final HeldBytes held = new HeldBytes();
  private final Consumer<OpenBatch> onFinished;
  private long dropped;

  /**
   * @param onFinished takes each batch of which every result was handed out
   */
  OpenBatches(Consumer<OpenBatch> onFinished) {
    this.onFinished = onFinished;
  }

  /** The batch that an item is of; null if it was read to the end. */
  @Nullable OpenBatch arrived(PullItem item) {
    if (finished.contains(item.key().first())) {
      return null;
    }
    OpenBatch open =
        byFirst.computeIfAbsent(item.key().first(), first -> new OpenBatch(item, held));
    open.arrived(item);
    return open;
  }

  /** The log of a batch begins again from nothing. */
  void restarted(BatchKey key) {
    OpenBatch open = byFirst.get(key.first());
    if (open != null) {
      open.restart();
    }
  }

  /** Every result was handed out. */
  void finish(OpenBatch open) {
    close(open);
    onFinished.accept(open);
  }

  /** The results that were not handed out are lost to this reader. */
  void drop(OpenBatch open) {
    dropped += open.left();
    close(open);
  }

  /** Nobody waits for the results that are missing. */
  void leaveOut(OpenBatch open) {
    close(open);
  }

  private void close(OpenBatch open) {
    open.letGo();
    byFirst.remove(open.key.first());
    finished.add(open.after + 1, open.last());
  }

  /** The first batch behind a line, if it is open; null if not, or if others lie between. */
  @Nullable OpenBatch directlyBehind(long line) {
    OpenBatch open = behind(line);
    return open != null && open.after <= line ? open : null;
  }

  /** The first open batch behind a line; null if there is none. */
  @Nullable OpenBatch behind(long line) {
    Map.Entry<Long, OpenBatch> entry = byFirst.higherEntry(line);
    return entry == null ? null : entry.getValue();
  }

  boolean isOpen(OpenBatch batch) {
    return byFirst.get(batch.key.first()) == batch;
  }

  Collection<OpenBatch> all() {
    return byFirst.values();
  }

  HeldBytes held() {
    return held;
  }

  /** Tasks whose results were lost to this reader. */
  long dropped() {
    return dropped;
  }
}
