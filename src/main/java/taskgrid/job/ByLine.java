package taskgrid.job;

import org.jspecify.annotations.Nullable;
import taskgrid.grid.layout.RecordCursor;
import taskgrid.task.TaskResult;

/**
 * Results in the order of their lines, each as soon as those before it are out. Results wait in the
 * grid; only their headers are held here, and the segments that come next, up to a limit.
 */
final class ByLine extends Arrangement {
  /** Bytes that are fetched ahead. */
  private static final long WINDOW = 24L << 20;

  /** Every line up to this one was handed out, or is none that has a result. */
  private long covered;

  /** The batch whose turn it is. */
  private @Nullable OpenBatch head;

  /** Of the head: results that are here before their turn. */
  private @Nullable TaskResult[] waiting = new TaskResult[0];

  /** Of the head: the line whose turn it is. */
  private int line;

  ByLine(JobContext context, OpenBatches batches, Fetches fetches, ResultMaker maker) {
    super(context, batches, fetches, maker);
  }

  @Override
  @Nullable TaskResult next() {
    for (OpenBatch open = head(); open != null; open = head()) {
      while (line < open.lines) {
        TaskResult result = waiting[line];
        if (result != null) {
          return handOut(open, result);
        }
        if (isReadable(open)) {
          read(open);
        } else if (readAgain(open)) {
          ask();
          return null;
        } else if (isLeftOut(open)) {
          line++;
        } else {
          return null;
        }
      }
      if (open.isDropped() || open.isReadToEnd()) {
        batches.drop(open);
      } else {
        batches.leaveOut(open);
      }
      leave(open);
    }
    return null;
  }

  private @Nullable OpenBatch head() {
    if (head == null) {
      head = isSettled() ? batches.behind(covered) : batches.directlyBehind(covered);
      if (head != null) {
        waiting = new TaskResult[head.lines];
        line = 0;
        ask();
      }
    }
    return head;
  }

  private TaskResult handOut(OpenBatch open, TaskResult result) {
    waiting[line++] = null;
    if (open.handedOut()) {
      batches.finish(open);
      leave(open);
    }
    return result;
  }

  private void leave(OpenBatch open) {
    covered = open.last();
    head = null;
  }

  /** Reads one more segment; tasks of a batch end almost in order, so that few results wait. */
  private void read(OpenBatch open) {
    RecordCursor records = open.takeNext(maker.needsLines()).records();
    while (records.next()) {
      if (records.isFinal() && open.see(records.line())) {
        waiting[records.line()] = maker.make(records, open);
      }
    }
    ask();
  }

  /** Whether the line whose turn it is will never have a result. */
  private boolean isLeftOut(OpenBatch open) {
    boolean nothingOnItsWay = isSettled() && !open.parts().iterator().hasNext();
    return open.isNoTask(line) || open.isReadToEnd() || open.isDropped() || nothingOnItsWay;
  }

  @Override
  void arrived(OpenBatch open) {
    // The order decides what is asked for, not what came: see ask.
  }

  /**
   * Asks for the segments that come next, as far as there is room; for the very next one always.
   */
  @Override
  void ask() {
    OpenBatch open = head;
    if (open == null) {
      return;
    }
    if (open.tasks < open.lines || maker.needsLines()) {
      fetchLines(open);
    }
    for (; open != null; open = batches.directlyBehind(open.last())) {
      for (OpenBatch.Part part : open.parts()) {
        if (!fits(part, WINDOW) && !(open == head && part.n == open.next())) {
          return;
        }
        fetch(open, part);
      }
    }
  }

  @Override
  boolean mayPull() {
    return true;
  }

  @Override
  boolean withBytes() {
    return false;
  }

  @Override
  long covered() {
    return covered;
  }
}
