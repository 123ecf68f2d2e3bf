package taskgrid.job;

import org.jspecify.annotations.Nullable;
import taskgrid.task.TaskResult;

/** The order in which results are handed out, and what has to be here for it. For one thread. */
abstract class Arrangement {
  static final long PAUSE_MILLIS = 500;

  final OpenBatches batches;
  final ResultMaker maker;
  private final Fetches fetches;
  final JobContext context;

  /** Bytes of segments that were asked for and are not here. */
  private long asked;

  /** Whether nothing more will come: what is missing now is left out. */
  private boolean settled;

  Arrangement(JobContext context, OpenBatches batches, Fetches fetches, ResultMaker maker) {
    this.context = context;
    this.batches = batches;
    this.fetches = fetches;
    this.maker = maker;
  }

  /** The next result; null if there is none for now. */
  abstract @Nullable TaskResult next();

  /** Something of a batch came. */
  abstract void arrived(OpenBatch open);

  /** Asks for what is missing; called after whatever came was told, and now and then. */
  abstract void ask();

  /** Whether there is room for more. */
  abstract boolean mayPull();

  /** Whether segments should come with their bytes. */
  abstract boolean withBytes();

  /** The line behind which the next results must lie; -1 if any will do. */
  abstract long covered();

  /** Nothing more will come: what is missing now is left out. */
  void settle() {
    settled = true;
  }

  final boolean isSettled() {
    return settled;
  }

  /** Bytes that are here unread, or on their way. */
  final long window() {
    return batches.held().now() + asked;
  }

  /**
   * Whether a segment may be fetched, so that not much more than the given number of bytes is here.
   * One may always be on its way: what is here may wait for it.
   */
  final boolean fits(OpenBatch.Part part, long most) {
    return asked == 0 || window() + part.size <= most;
  }

  final boolean isReadable(OpenBatch open) {
    return open.isReadable(maker.needsLines() && !settled);
  }

  /** Whether more may come of a log that was read to its end; it is read once more then. */
  final boolean readAgain(OpenBatch open) {
    return open.readAgain(context.clock().millis(), settled);
  }

  /** Fetches a segment, unless it is here or on its way. */
  final void fetch(OpenBatch open, OpenBatch.Part part) {
    long now = context.clock().millis();
    if (part.bytes != null || part.asked || now < part.notBeforeMillis) {
      return;
    }
    part.asked = true;
    asked += part.size;
    fetches.segment(
        open.key,
        part.n,
        (bytes, answered) -> {
          part.asked = false;
          asked -= part.size;
          if (bytes != null) {
            open.fetched(part.n, bytes);
          } else {
            part.notBeforeMillis = context.clock().millis() + PAUSE_MILLIS;
            if (answered && settled) {
              open.giveUp();
            }
          }
          arrived(open);
        });
  }

  /** Fetches a batch's lines, if they are wanted and neither here nor on their way. */
  final void fetchLines(OpenBatch open) {
    long now = context.clock().millis();
    boolean coming = open.isCompleteKnown() || open.linesAsked;
    if (coming || open.lines() != null || now < open.linesNotBeforeMillis) {
      return;
    }
    open.linesAsked = true;
    fetches.batch(
        open.key,
        (bytes, answered) -> {
          open.linesAsked = false;
          open.linesNotBeforeMillis = context.clock().millis() + PAUSE_MILLIS;
          // Null: it has become a log, and the segment that completes it carries the lines.
          open.takeLines(bytes);
          arrived(open);
        });
  }
}
