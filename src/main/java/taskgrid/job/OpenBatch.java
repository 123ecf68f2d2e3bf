package taskgrid.job;

import java.util.Arrays;
import java.util.BitSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.Grid.PullItem;
import taskgrid.grid.layout.Batch;
import taskgrid.grid.layout.Segment;

/**
 * A batch whose results are being read: which segments of its log are known or here, which of them
 * is next, and which tasks have been seen. Segments are read in the order of their numbers, for the
 * first record of a task wins; each task counts once, even when the log begins again. For one
 * thread.
 */
final class OpenBatch {
  private static final int MOST_TIMES_READ = 15;
  private static final long READ_AGAIN_MILLIS = 1000;

  final BatchKey key;
  final long after;
  final int lines;
  final int tasks;

  private final HeldBytes held;

  /** Lines whose result was seen. */
  private final BitSet seen = new BitSet();

  /** Segments from the next on, as far as they are known. */
  private final TreeMap<Integer, Part> parts = new TreeMap<>();

  private int next;
  private int completeAt = -1;
  private boolean dropped;
  private @Nullable Batch batch;

  /** Whether the log is complete and carries no lines: then nobody has them any more. */
  private boolean withoutLines;

  private int timesRead = 1;

  /** Before this, in epoch milliseconds, the log is not read once more. */
  private long readAgainMillis;

  /** Whether it waits to be read. */
  boolean queued;

  /** Tasks whose result was not handed out yet. */
  private int left;

  /** Whether its lines have been asked for. */
  boolean linesAsked;

  /** Before this, in epoch milliseconds, its lines are not asked for again. */
  long linesNotBeforeMillis;

  /** A known segment. */
  static final class Part {
    final int n;

    /** Its bytes' number; a guess while nobody has said it. */
    int size = GUESSED_SIZE;

    byte @Nullable [] bytes;

    /** Whether its bytes have been asked for. */
    boolean asked;

    /** Before this, in epoch milliseconds, it is not asked for again. */
    long notBeforeMillis;

    private static final int GUESSED_SIZE = 64 << 10;

    Part(int n) {
      this.n = n;
    }

    boolean isHereOrComing() {
      return bytes != null || asked;
    }
  }

  OpenBatch(PullItem item, HeldBytes held) {
    key = item.key();
    after = item.after();
    lines = item.lines();
    tasks = item.tasks();
    left = tasks;
    this.held = held;
  }

  long last() {
    return key.first() + lines - 1;
  }

  /** A segment or stub is known, perhaps with its bytes. */
  void arrived(PullItem item) {
    if (item.n() < 0) {
      dropped = true;
      return;
    }
    if (item.complete() && item.n() < next && seen.cardinality() < tasks) {
      // All of the log was read, and yet tasks are missing: it is not the log that was read.
      restart();
    }
    if (item.complete()) {
      completeAt = item.n();
    } else if (completeAt == item.n()) {
      // It completed the log of one side of a network split, and does not complete both.
      completeAt = -1;
    }
    if (item.n() >= next) {
      for (int n = next; n < item.n(); n++) {
        parts.computeIfAbsent(n, Part::new);
      }
      Part part = parts.computeIfAbsent(item.n(), Part::new);
      part.size = item.size();
      reconcile(part, item.bytes());
    }
  }

  /**
   * Keeps bytes that came with news. When a log was lost and written anew, news of both may cross:
   * if what came does not fit what is known, neither is kept, and what the grid has is fetched. The
   * segment that completes a log says so; one that says so need not, after a network split.
   */
  private void reconcile(Part part, byte @Nullable [] bytes) {
    byte[] known = part.bytes;
    byte[] kept = known == null ? bytes : known;
    if (kept == null) {
      return;
    }
    boolean same = known == null || bytes == null || Arrays.equals(known, bytes);
    if (same && (completeAt != part.n || Segment.peek(kept).complete())) {
      hold(part, kept);
    } else {
      hold(part, null);
    }
  }

  /** A segment was fetched: the grid has this one. Its part may be gone by now. */
  void fetched(int n, byte[] bytes) {
    Part part = parts.get(n);
    if (part == null) {
      return;
    }
    if (completeAt == n && !Segment.peek(bytes).complete()) {
      completeAt = -1;
    }
    hold(part, bytes);
  }

  private void hold(Part part, byte @Nullable [] bytes) {
    held.add((bytes == null ? 0 : bytes.length) - (part.bytes == null ? 0L : part.bytes.length));
    part.bytes = bytes;
  }

  /** The log begins again from nothing; what was seen stays seen. */
  void restart() {
    timesRead = 1;
    next = 0;
    completeAt = -1;
    dropped = false;
    letGo();
  }

  /**
   * Reads the log once more, now or in a while, if all of it was read and yet tasks are missing: it
   * was lost and written anew meanwhile, or became one with another in a healed network, so that
   * what was read before was of another log. Not for ever: a log that lacks tasks again and again
   * lacks them.
   *
   * @param atOnce whether nobody waits for what is still to come
   * @return whether more of it may come
   */
  boolean readAgain(long nowMillis, boolean atOnce) {
    if (timesRead == MOST_TIMES_READ || !isReadToEnd() || seen.cardinality() == tasks) {
      return false;
    }
    if (atOnce || nowMillis >= readAgainMillis) {
      readAgainMillis = nowMillis + READ_AGAIN_MILLIS;
      timesRead++;
      beginAgain(next);
    }
    return true;
  }

  /** Wants all segments below a number once more. */
  private void beginAgain(int below) {
    next = 0;
    for (int n = 0; n < below; n++) {
      parts.put(n, new Part(n));
    }
  }

  /** Forgets the segments that are here. */
  void letGo() {
    for (Part part : parts.values()) {
      hold(part, null);
    }
    parts.clear();
  }

  /** Segments that are known and not read, in order. */
  Iterable<Part> parts() {
    return parts.values();
  }

  /** The number of the segment that is read next. */
  int next() {
    return next;
  }

  /** Whether the next segment is here, and the lines too where they are wanted. */
  boolean isReadable(boolean withLines) {
    return nextBytes() != null && (!withLines || lines() != null || withoutLines);
  }

  private byte @Nullable [] nextBytes() {
    Part part = parts.get(next);
    return part == null ? null : part.bytes;
  }

  /**
   * Reads the next segment, which must be here, and moves behind it.
   *
   * @param withLines whether the lines that it may carry are wanted
   */
  Segment takeNext(boolean withLines) {
    byte[] bytes = nextBytes();
    if (bytes == null) {
      throw new IllegalStateException("segment " + next + " of " + key + " is not here");
    }
    Segment segment = Segment.read(bytes);
    if (segment.hasBatch() && (withLines || tasks < lines)) {
      takeLines(segment.batch());
    }
    parts.remove(next);
    held.add(-bytes.length);
    next++;
    return segment;
  }

  /** The lines, if they are known: from the grid, or from a segment that carries them. */
  @Nullable Batch lines() {
    if (batch == null && !withoutLines && completeAt >= 0) {
      Part last = parts.get(completeAt);
      if (last != null && last.bytes != null) {
        takeLines(Segment.read(last.bytes).batch());
        withoutLines = batch == null;
      }
    }
    return batch;
  }

  /** Whether the segment that completes the log is known; it carries the lines. */
  boolean isCompleteKnown() {
    return completeAt >= 0;
  }

  void takeLines(byte @Nullable [] bytes) {
    if (batch == null && bytes != null) {
      batch = Batch.read(bytes);
    }
  }

  /** Whether a line is known to be no task. */
  boolean isNoTask(int line) {
    if (tasks == lines) {
      return false;
    }
    Batch known = lines();
    return known != null && !known.isTask(line);
  }

  /** Marks a line's result as seen; false if it was. */
  boolean see(int line) {
    if (seen.get(line)) {
      return false;
    }
    seen.set(line);
    return true;
  }

  /** A result was handed out; whether it was the batch's last. */
  boolean handedOut() {
    return --left == 0;
  }

  int left() {
    return left;
  }

  /** Nothing more of its log is to be had. */
  void giveUp() {
    dropped = true;
    letGo();
  }

  /** Whether its log was dropped, and nothing of it is here. */
  boolean isDropped() {
    return dropped && nextBytes() == null;
  }

  /** Whether all that there will ever be of its log was read. */
  boolean isReadToEnd() {
    return completeAt >= 0 && next > completeAt;
  }
}
