package taskgrid.grid.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Results of an open batch that wait for their segment. Guarded by its batch. */
final class ResultBuffer {
  private static final int CLOSES_AT = 1 << 20;

  /** The first results of a batch show at once. */
  private static final long FIRST_WAIT = TimeUnit.MILLISECONDS.toNanos(5);

  /**
   * Each segment costs entries, messages and a pull: of tasks of a millisecond, as much as they.
   */
  private static final long MIN_WAIT = TimeUnit.MILLISECONDS.toNanos(25);

  private static final long MAX_WAIT = TimeUnit.SECONDS.toNanos(1);

  private final ArrayDeque<OpenBatch.Pending> parts = new ArrayDeque<>();
  private final long opened;
  private int bytes;
  private long oldest;

  /** Whether anything has gone into a segment yet. */
  private boolean any;

  /**
   * @param now nanoseconds, as {@link System#nanoTime}
   */
  ResultBuffer(long now) {
    opened = now;
  }

  void add(OpenBatch.Pending part, long now) {
    if (parts.isEmpty()) {
      oldest = now;
    }
    parts.add(part);
    bytes += part.chunk().length;
  }

  /** Puts parts back in front, in their order; they are due at once. */
  void addFirst(List<OpenBatch.Pending> first, long now) {
    for (int i = first.size() - 1; i >= 0; i--) {
      parts.addFirst(first.get(i));
      bytes += first.get(i).chunk().length;
    }
    oldest = now - MAX_WAIT;
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  /**
   * Whether a segment is due: much is here, or the oldest part has waited max(25 ms, 5 % of the
   * batch's age), at most 1 s; the batch's first one 5 ms.
   */
  boolean isDue(long now) {
    return !parts.isEmpty() && (bytes >= CLOSES_AT || now - oldest >= patience(now));
  }

  private long patience(long now) {
    long least = any ? MIN_WAIT : FIRST_WAIT;
    return Math.min(MAX_WAIT, Math.max(least, (now - opened) / 20));
  }

  /** At least one part, then as many as fit: so a large value gets a segment of its own. */
  List<OpenBatch.Pending> take(long now) {
    List<OpenBatch.Pending> taken = new ArrayList<>();
    int size = 0;
    while (!parts.isEmpty()
        && (taken.isEmpty() || size + parts.element().chunk().length <= CLOSES_AT)) {
      OpenBatch.Pending part = parts.remove();
      size += part.chunk().length;
      taken.add(part);
    }
    bytes -= size;
    oldest = now;
    any = true;
    return taken;
  }

  List<OpenBatch.Pending> takeAll() {
    List<OpenBatch.Pending> rest = new ArrayList<>(parts);
    parts.clear();
    bytes = 0;
    return rest;
  }
}
