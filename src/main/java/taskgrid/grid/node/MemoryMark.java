package taskgrid.grid.node;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import taskgrid.grid.log.JobLog;
import taskgrid.grid.log.LogIndex;
import taskgrid.grid.wire.GridMaps;

/**
 * How much this member holds against how much it may: batches and logs, primaries and backups,
 * against a mark of half the heap. Submitters get credit from what is free, each job at most its
 * share.
 */
final class MemoryMark {
  /** Who has not asked for so long is not there any more. */
  private static final long ACTIVE_MILLIS = 5_000;

  /** More credit than this would only let a submitter run ahead. */
  private static final long MAX_CREDIT = 16L << 20;

  private final GridMaps maps;
  private final LogIndex index;
  private final Clock clock;
  private final long mark;

  /** When a job last asked here, epoch milliseconds. */
  private final Map<String, Long> asked = new ConcurrentHashMap<>();

  private volatile long used;

  MemoryMark(GridMaps maps, LogIndex index, Clock clock, long maxHeap) {
    this.maps = maps;
    this.index = index;
    this.clock = clock;
    this.mark = maxHeap / 2;
  }

  /** Measures; called every few dozen milliseconds. */
  void measure() {
    used =
        maps.tasks().getLocalMapStats().getHeapCost()
            + maps.results().getLocalMapStats().getHeapCost();
    long before = clock.millis() - ACTIVE_MILLIS;
    asked.values().removeIf(at -> at < before);
  }

  void asked(String job) {
    asked.put(job, clock.millis());
  }

  long used() {
    return used;
  }

  /** How much must go to be well below the mark again; 0 if nothing. */
  long excess() {
    long high = mark / 10 * 8;
    return used > high ? used - mark / 10 * 7 : 0;
  }

  private long share() {
    return mark / Math.max(1, asked.size());
  }

  /** Bytes of batches that a job may send here now. */
  long credit(String job) {
    return Math.max(0, Math.min(MAX_CREDIT, Math.min(mark - used, (share() - held(job)) / 2)));
  }

  /** Whether a job holds more than its share in results that nobody has read. */
  boolean overShare(String job) {
    return held(job) > share();
  }

  /** Undelivered results count twice: here and as somebody's backup. */
  private long held(String job) {
    JobLog log = index.peek(job);
    return log == null ? 0 : 2 * log.undeliveredBytes();
  }
}
