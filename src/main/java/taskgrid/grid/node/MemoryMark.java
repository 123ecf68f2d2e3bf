package taskgrid.grid.node;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import taskgrid.grid.log.JobLog;
import taskgrid.grid.log.LogIndex;
import taskgrid.grid.run.Room;

/**
 * How much this member holds against how much it may: batches and logs, primaries and backups,
 * against a mark of half the heap. Submitters get credit from what is free, each job at most its
 * share.
 */
final class MemoryMark {
  /** Who has not asked for so long is not there any more. */
  private static final long ACTIVE_MILLIS = 5_000;

  /** A submitter speaks every 3 s; one that has been silent for so long reads nothing. */
  private static final long SILENT_MILLIS = 15_000;

  /** More credit than this would only let a submitter run ahead. */
  private static final long MAX_CREDIT = 16L << 20;

  /**
   * A large entry is there so many times while it is made, stored and sent on: as a value, in a
   * chunk, in its segment, serialized for the map, for its backup, and as another member's backup.
   */
  private static final int COPIES = 8;

  /** So long after a large entry others like it are expected. */
  private static final long LARGE_MILLIS = 60_000;

  /** Far below the mark, what has gone may count for so long. */
  private static final long FAR_MILLIS = 1_000;

  private final LongSupplier stored;
  private final LogIndex index;
  private final Clock clock;
  private final long half;
  private volatile long mark;

  /** When a job last asked here, epoch milliseconds. */
  private final Map<String, Long> asked = new ConcurrentHashMap<>();

  private volatile long used;

  /** When that was measured, epoch milliseconds. */
  private volatile long measuredAt;

  /** Bytes that were stored here since that was measured. */
  private final AtomicLong since = new AtomicLong();

  /** The largest entries of late: of this period and the one before. Guarded by this. */
  private int largest;

  private int largestBefore;
  private long periodEnds;

  /**
   * @param stored bytes of all batches and logs on this member, primaries and backups
   */
  MemoryMark(LongSupplier stored, LogIndex index, Clock clock, long maxHeap) {
    this.stored = stored;
    this.index = index;
    this.clock = clock;
    this.half = maxHeap / 2;
    this.mark = half;
  }

  /** An entry was stored in a partition of this member. */
  void stored(int bytes) {
    // Its backup is elsewhere; of others' entries as many are here.
    since.addAndGet(2L * bytes);
    if (bytes >= Room.LARGE) {
      large(bytes);
    }
  }

  private synchronized void large(int bytes) {
    if (bytes > largest) {
      largest = bytes;
      lowerMark();
    }
  }

  /** What large entries need on their way is kept free: below that less is stored. */
  private synchronized void lowerMark() {
    mark = Math.max(half / 4, half - (long) COPIES * Math.max(largest, largestBefore));
  }

  private synchronized void nextPeriod() {
    if (clock.millis() >= periodEnds) {
      periodEnds = clock.millis() + LARGE_MILLIS;
      largestBefore = largest;
      largest = 0;
      lowerMark();
    }
  }

  /**
   * Measures if it may matter; called every few dozen milliseconds. Far below the mark it is enough
   * to count what is added: to measure takes a look at every partition, a sixteenth of a busy
   * member's time.
   */
  void look() {
    if (used() > mark / 2 || clock.millis() - measuredAt >= FAR_MILLIS) {
      measure();
    }
  }

  /** Measures. */
  void measure() {
    nextPeriod();
    measuredAt = clock.millis();
    // What is stored meanwhile counts twice until the next time, rather than not at all.
    since.set(0);
    used = stored.getAsLong();
    long before = clock.millis() - ACTIVE_MILLIS;
    asked.values().removeIf(at -> at < before);
  }

  void asked(String job) {
    asked.put(job, clock.millis());
  }

  long used() {
    return used + since.get();
  }

  /** How much must go to be well below the mark again; 0 if nothing. */
  long excess() {
    long high = mark / 10 * 8;
    long now = used();
    return now > high ? now - mark / 10 * 7 : 0;
  }

  private long share() {
    return mark / Math.max(1, asked.size());
  }

  /** Bytes of batches that a job may send here now. */
  long credit(String job) {
    return Math.max(0, Math.min(MAX_CREDIT, Math.min(mark - used(), (share() - held(job)) / 2)));
  }

  /**
   * Whether a job holds more than its share in results that its reader has not read. What was sent
   * of a job without one runs, as long as there is memory.
   */
  boolean overShare(String job) {
    JobLog log = index.peek(job);
    return log != null && held(job) > share() && log.hasReader(clock.millis() - SILENT_MILLIS);
  }

  /** Whether a job holds more than half its share in results that nobody has read. */
  boolean overHalfShare(String job) {
    return held(job) > share() / 2;
  }

  /** Whether so much is stored that only what must be read next may be added. */
  boolean isFull() {
    return used() > mark + mark / 2;
  }

  /** Undelivered results count twice: here and as somebody's backup. */
  private long held(String job) {
    JobLog log = index.peek(job);
    return log == null ? 0 : 2 * log.undeliveredBytes();
  }
}
