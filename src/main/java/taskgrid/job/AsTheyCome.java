package taskgrid.job;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.layout.RecordCursor;
import taskgrid.task.TaskResult;

/** Results in the order in which they come. */
final class AsTheyCome extends Arrangement {
  /** With so many bytes unread nothing more is pulled. */
  private static final long MOST_HELD = 16L << 20;

  /** Batches whose next segment may be here. */
  private final Deque<OpenBatch> ready = new ArrayDeque<>();

  /** Batches of which there is a segment that did not come with the news, and is too much now. */
  private final Set<OpenBatch> tooMuch = new LinkedHashSet<>();

  /** When all batches were looked at last. */
  private long askedMillis;

  // The segment that is being read.
  private @Nullable OpenBatch current;
  private @Nullable RecordCursor records;

  AsTheyCome(JobContext context, OpenBatches batches, Fetches fetches, ResultMaker maker) {
    super(context, batches, fetches, maker);
  }

  @Override
  @Nullable TaskResult next() {
    while (true) {
      OpenBatch open = current;
      if (open == null || records == null) {
        if (!openNext()) {
          askForMore();
          return null;
        }
        continue;
      }
      while (records.next()) {
        if (records.isFinal() && open.see(records.line())) {
          return handOut(open, records);
        }
      }
      endSegment(open);
    }
  }

  private TaskResult handOut(OpenBatch open, RecordCursor record) {
    TaskResult result = maker.make(record, open);
    if (open.handedOut()) {
      current = null;
      batches.finish(open);
    }
    return result;
  }

  private boolean openNext() {
    for (OpenBatch open = ready.poll(); open != null; open = ready.poll()) {
      open.queued = false;
      if (isReadable(open)) {
        current = open;
        records = open.takeNext(maker.needsLines()).records();
        return true;
      }
    }
    return false;
  }

  private void endSegment(OpenBatch open) {
    current = null;
    arrived(open);
  }

  @Override
  void arrived(OpenBatch open) {
    if (open == current || open.queued || open.left() == 0) {
      return;
    }
    if (isReadable(open)) {
      open.queued = true;
      ready.add(open);
    } else if (open.isDropped() || (open.isReadToEnd() && !readAgain(open))) {
      batches.drop(open);
    } else {
      ask(open);
    }
  }

  private void ask(OpenBatch open) {
    for (OpenBatch.Part part : open.parts()) {
      if (!part.isHereOrComing()) {
        if (!fits(part, MOST_HELD)) {
          tooMuch.add(open);
          break;
        }
        fetch(open, part);
      }
    }
    if (maker.needsLines() && open.isReadable(false)) {
      fetchLines(open);
    }
  }

  /** There may be room by now, for what was read is gone. */
  private void askForMore() {
    List<OpenBatch> all = List.copyOf(tooMuch);
    tooMuch.clear();
    for (OpenBatch open : all) {
      if (batches.isOpen(open)) {
        arrived(open);
      }
    }
  }

  @Override
  void ask() {
    long now = context.clock().millis();
    if (now - askedMillis < PAUSE_MILLIS) {
      return;
    }
    askedMillis = now;
    for (OpenBatch open : new ArrayList<>(batches.all())) {
      arrived(open);
    }
  }

  @Override
  boolean mayPull() {
    return window() < MOST_HELD && tooMuch.isEmpty();
  }

  @Override
  boolean withBytes() {
    return true;
  }

  @Override
  long covered() {
    return -1;
  }
}
