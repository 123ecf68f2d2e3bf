package taskgrid.grid.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.Look;
import taskgrid.grid.layout.Compacted;
import taskgrid.grid.layout.Extent;
import taskgrid.grid.layout.RecordCursor;
import taskgrid.grid.layout.RecordKind;
import taskgrid.grid.layout.Segment;
import taskgrid.grid.layout.Stub;
import taskgrid.task.JobCounts;
import taskgrid.task.TaskResult;

/**
 * The logs of one job on this member, as a row of arrivals that readers walk with a cursor.
 *
 * <p>Guarded by its own monitor.
 */
public final class JobLog {
  /** Of a reader that does not say how far it is. */
  public static final long NO_CURSOR = -1;

  private static final int SHOWN_FAILURES = 5;

  /** By first line; a job has one stage. */
  private final Map<Long, BatchLog> logs = new HashMap<>();

  /** What many stubs have become, by their route. */
  private final Map<Integer, Compacted> compacted = new HashMap<>();

  /** Arrivals by their number; those of dropped logs are gone. */
  private final TreeMap<Long, Arrival> arrivals = new TreeMap<>();

  private long nextArrival = 1;
  private final List<Parked> parked = new ArrayList<>();
  private final TreeSet<String> members = new TreeSet<>();
  private final TreeMap<Long, TaskResult> failures = new TreeMap<>();
  private long bytes;
  private long undelivered;
  private long deliveredBelow = 1;
  private long lastResult;
  private long submitterHeard;

  /** When anybody read or wrote anything of the job here, epoch milliseconds; 0 = never. */
  private long lastUse;

  private long head;

  /** Up to where the submitter has read, if it takes results as they come. */
  private long read = NO_CURSOR;

  /** A segment (or with n = -1 a stub) that readers can have. */
  public record Arrival(
      BatchKey key, int n, long after, int lines, int tasks, boolean complete, int size) {}

  /** A reader that waits for the next arrival. */
  public record Parked(Runnable answer, long deadlineMillis) {}

  /** What a reader gets: arrivals, and the cursor to come back with. */
  public record Page(List<Arrival> arrivals, long cursor) {}

  /** A complete log that may be dropped, with its number of segments. */
  public record Droppable(BatchKey key, int segments, long bytes) {}

  /**
   * Takes in the next segment of a log; one that is known already changes nothing, nor does one
   * behind the end of a complete log, or behind one that is not known: what stands before it comes
   * first, and it is told again then.
   */
  synchronized boolean add(BatchKey key, byte[] encoded, long nowMillis) {
    if (isCompacted(key)) {
      return false;
    }
    Segment segment = Segment.read(encoded);
    BatchLog known = logs.get(key.first());
    if (known == null ? segment.n() != 0 : known.complete || segment.n() != known.segments) {
      return false;
    }
    BatchLog log =
        known != null
            ? known
            : new BatchLog(key, segment.after(), segment.lines(), segment.tasks());
    logs.put(key.first(), log);
    log.add(segment, encoded.length, collector());
    log.written = nowMillis;
    lastResult = nowMillis;
    used(nowMillis);
    bytes += encoded.length;
    undelivered += log.delivered == 0 ? encoded.length : 0;
    arrive(
        log,
        new Arrival(
            key,
            segment.n(),
            segment.after(),
            segment.lines(),
            segment.tasks(),
            log.complete,
            encoded.length));
    noteIfBelow(log, nowMillis);
    return true;
  }

  synchronized boolean addStub(BatchKey key, byte[] encoded) {
    BatchLog old = logs.get(key.first());
    if ((old != null && old.stub) || isCompacted(key)) {
      return false;
    }
    Stub stub = Stub.read(encoded);
    BatchLog log = BatchLog.ofStub(key, stub);
    logs.put(key.first(), log);
    used(stub.lastResultMillis());
    if (old != null) {
      removeArrivals(old);
      bytes -= old.bytes;
      undelivered -= old.delivered == 0 ? old.bytes : 0;
      log.delivered = old.delivered;
    }
    arrive(log, new Arrival(key, -1, log.after, log.lines, log.tasks, true, 0));
    return true;
  }

  /** Takes in what many stubs of a route have become; they themselves are known no longer. */
  synchronized void compact(int route, Compacted stubs) {
    compacted.put(route, stubs);
    used(stubs.lastResultMillis());
    List<BatchLog> gone =
        logs.values().stream()
            .filter(log -> log.key.route() == route && stubs.covers(log.key.first()))
            .toList();
    gone.forEach(log -> removeLog(log.key));
  }

  synchronized boolean isCompacted(BatchKey key) {
    Compacted stubs = compacted.get(key.route());
    return stubs != null && stubs.covers(key.first());
  }

  /** Stubs by their route, of routes with at least so many. */
  public synchronized Map<Integer, List<BatchKey>> stubs(int least) {
    Map<Integer, List<BatchKey>> byRoute = new HashMap<>();
    for (BatchLog log : logs.values()) {
      if (log.stub) {
        byRoute.computeIfAbsent(log.key.route(), route -> new ArrayList<>()).add(log.key);
      }
    }
    byRoute.values().removeIf(keys -> keys.size() < least);
    return byRoute;
  }

  private void arrive(BatchLog log, Arrival arrival) {
    log.arrivals.add(nextArrival);
    arrivals.put(nextArrival++, arrival);
  }

  private void removeArrivals(BatchLog log) {
    log.arrivals.forEach(arrivals::remove);
  }

  private BatchLog.Records collector() {
    return new BatchLog.Records() {
      private String last = "";

      @Override
      public void ranOn(String member) {
        // A run of records has one runner, mostly the same object.
        if (!member.equals(last)) {
          last = member;
          if (!member.isEmpty()) {
            members.add(member);
          }
        }
      }

      @Override
      public void ended(long task, RecordCursor record) {
        if (record.kind() == RecordKind.FAILED
            && (failures.size() < SHOWN_FAILURES || task < failures.lastKey())) {
          failures.put(task, Results.of(task, record));
          if (failures.size() > SHOWN_FAILURES) {
            failures.pollLastEntry();
          }
        }
      }
    };
  }

  /** Logs of batches that left this member. */
  synchronized void remove(BatchKey key) {
    BatchLog log = removeLog(key);
    if (log != null) {
      failures.subMap(key.first(), key.first() + log.lines).clear();
    }
  }

  private @Nullable BatchLog removeLog(BatchKey key) {
    BatchLog log = logs.remove(key.first());
    if (log != null) {
      bytes -= log.bytes;
      undelivered -= log.delivered == 0 ? log.bytes : 0;
      removeArrivals(log);
    }
    return log;
  }

  synchronized List<BatchKey> keys() {
    return logs.values().stream().map(log -> log.key).toList();
  }

  /** Routes with what many stubs have become. */
  synchronized List<Integer> compactedRoutes() {
    return List.copyOf(compacted.keySet());
  }

  synchronized void removeCompacted(int route) {
    compacted.remove(route);
  }

  /** What stubs have become that are known no longer. */
  public synchronized List<Compacted> compacted() {
    return List.copyOf(compacted.values());
  }

  /** Which lines its logs and stubs cover. */
  public synchronized List<Extent> extents() {
    return logs.values().stream()
        .map(log -> new Extent(log.after, log.key.first(), log.lines, log.tasks))
        .toList();
  }

  synchronized boolean has(BatchKey key) {
    return logs.containsKey(key.first()) || isCompacted(key);
  }

  /** The log that begins at the line or nearest below it, or with above the next one. */
  public synchronized Look.@Nullable Piece nearest(long line, boolean above) {
    BatchLog nearest = null;
    for (BatchLog log : logs.values()) {
      long first = log.key.first();
      if (above == first > line && (nearest == null || above == first < nearest.key.first())) {
        nearest = log;
      }
    }
    return nearest == null ? null : new Look.Piece(nearest.key, nearest.after, nearest.lines);
  }

  /** Whether the log covers every task of the batch, or was dropped after it did. */
  synchronized boolean complete(BatchKey key) {
    BatchLog log = logs.get(key.first());
    return log == null ? isCompacted(key) : log.complete;
  }

  /** Whether readers get this segment, or with n = -1 the stub, or had it. */
  synchronized boolean has(BatchKey key, int n) {
    BatchLog log = logs.get(key.first());
    return log != null && (n < 0 ? log.stub : n < log.segments);
  }

  /** Arrivals from the cursor on: at least one if there is one, then up to about maxBytes. */
  public synchronized Page after(long cursor, int maxBytes, int maxItems, boolean submitter) {
    List<Arrival> page = new ArrayList<>();
    long size = 0;
    for (Map.Entry<Long, Arrival> entry : arrivals.tailMap(cursor, true).entrySet()) {
      Arrival arrival = entry.getValue();
      if (submitter && arrival.n() < 0 && arrival.key().first() < deliveredBelow) {
        continue;
      }
      if (!page.isEmpty() && (size + arrival.size() > maxBytes || page.size() >= maxItems)) {
        return new Page(page, entry.getKey());
      }
      page.add(arrival);
      size += arrival.size();
    }
    return new Page(page, nextArrival);
  }

  /** Parks a reader that has everything before the cursor; false if there is more by now. */
  public synchronized boolean park(Parked reader, long cursor) {
    if (arrivals.ceilingKey(cursor) != null) {
      return false;
    }
    parked.add(reader);
    return true;
  }

  /** Readers to answer: all of them after an arrival, else those whose time is over. */
  synchronized List<Parked> unpark(boolean all, long nowMillis) {
    List<Parked> due = new ArrayList<>();
    parked.removeIf(
        reader -> {
          boolean answer = all || reader.deadlineMillis() <= nowMillis;
          if (answer) {
            due.add(reader);
          }
          return answer;
        });
    return due;
  }

  /**
   * What the submitter's pull says: what it has written out, what it must have next, that it lives.
   */
  public synchronized void heard(long below, List<Long> delivered, long mustHave, long nowMillis) {
    submitterHeard = nowMillis;
    head = mustHave;
    delivered.forEach(first -> delivered(logs.get(first), nowMillis));
    if (below > deliveredBelow) {
      deliveredBelow = below;
      logs.values().forEach(log -> noteIfBelow(log, nowMillis));
    }
  }

  /** The submitter lives, though it pulls nothing. */
  public synchronized void alive(long nowMillis) {
    submitterHeard = nowMillis;
    used(nowMillis);
  }

  /** Somebody reads or writes the job. */
  public synchronized void used(long nowMillis) {
    lastUse = Math.max(lastUse, nowMillis);
  }

  /** What is left of the job here. */
  public synchronized Rest rest() {
    boolean readable = !parked.isEmpty() || logs.values().stream().anyMatch(log -> !log.stub);
    long tasks = logs.values().stream().mapToLong(log -> log.tasks).sum();
    tasks += compacted.values().stream().mapToLong(stubs -> stubs.counts().done()).sum();
    return new Rest(readable, lastUse, tasks);
  }

  /**
   * @param readable whether there is a log with results, or somebody who waits for one
   * @param lastUse when anybody read or wrote anything of it here, epoch milliseconds; 0 = never
   * @param tasks that the logs and stubs have
   */
  public record Rest(boolean readable, long lastUse, long tasks) {}

  private void noteIfBelow(BatchLog log, long nowMillis) {
    if (log.complete && log.key.first() + log.lines <= deliveredBelow) {
      delivered(log, nowMillis);
    }
  }

  private void delivered(@Nullable BatchLog log, long nowMillis) {
    if (log != null && log.delivered == 0) {
      log.delivered = nowMillis;
      undelivered -= log.bytes;
    }
  }

  /** Marks all complete logs as delivered: somebody has read the job to its end. */
  public synchronized void allDelivered(long nowMillis) {
    logs.values().stream().filter(log -> log.complete).forEach(log -> delivered(log, nowMillis));
  }

  /** The values of a batch are the lines of another job by now: nobody else reads them. */
  public synchronized void handedOn(BatchKey key, long nowMillis) {
    delivered(logs.get(key.first()), nowMillis);
  }

  /** Complete logs that nobody is known to have read or handed on. */
  public synchronized List<BatchKey> unread() {
    return logs.values().stream()
        .filter(log -> log.complete && !log.stub && log.delivered == 0)
        .map(log -> log.key)
        .toList();
  }

  /**
   * Complete logs that were delivered, oldest delivery first, as far as the filter wants them.
   *
   * @param keepFailures whether logs with a failure are kept as if nobody had read them
   */
  public synchronized List<Droppable> droppable(
      long deliveredBefore, long writtenBefore, long wantedBytes, boolean keepFailures) {
    List<BatchLog> candidates =
        new ArrayList<>(
            logs.values().stream()
                .filter(log -> log.complete && !log.stub && !log.dropping)
                .filter(
                    log ->
                        log.delivered != 0 && !(keepFailures && log.failed > 0)
                            ? log.delivered <= deliveredBefore
                            : log.written <= writtenBefore)
                .sorted((a, b) -> Long.compare(a.delivered, b.delivered))
                .toList());
    List<Droppable> chosen = new ArrayList<>();
    long sum = 0;
    for (BatchLog log : candidates) {
      if (sum >= wantedBytes) {
        break;
      }
      log.dropping = true;
      sum += log.bytes;
      chosen.add(new Droppable(log.key, log.segments, log.bytes));
    }
    return chosen;
  }

  /** A log that was chosen to be dropped stays after all. */
  public synchronized void kept(BatchKey key) {
    BatchLog log = logs.get(key.first());
    if (log != null) {
      log.dropping = false;
    }
  }

  public synchronized Summary summary() {
    long succeeded = 0;
    long failed = 0;
    long cancelled = 0;
    long lastLine = 0;
    for (BatchLog log : logs.values()) {
      succeeded += log.succeeded;
      failed += log.failed;
      cancelled += log.cancelled;
      lastLine = Math.max(lastLine, log.key.first() + log.lines - 1);
    }
    JobCounts counts = new JobCounts(0, 0, succeeded, failed, cancelled);
    for (Compacted stubs : compacted.values()) {
      counts = counts.plus(stubs.counts());
      List<Compacted.Range> ranges = stubs.ranges();
      lastLine =
          ranges.isEmpty() ? lastLine : Math.max(lastLine, ranges.get(ranges.size() - 1).last());
    }
    return new Summary(
        counts,
        lastLine,
        submitterHeard,
        lastResult,
        List.copyOf(members),
        List.copyOf(failures.values()));
  }

  /** A job's logs on this member, summed up. Times are epoch milliseconds, 0 = never. */
  public record Summary(
      JobCounts counts,
      long lastLine,
      long submitterHeard,
      long lastResult,
      List<String> members,
      List<TaskResult> failures) {}

  public synchronized long bytes() {
    return bytes;
  }

  public synchronized long undeliveredBytes() {
    return undelivered;
  }

  public synchronized long head() {
    return head;
  }

  /**
   * How far the submitter has read what came.
   *
   * @param cursor as in {@link #after}; NO_CURSOR if it does not take results as they come
   */
  public synchronized void reads(long cursor) {
    read = cursor;
  }

  /** Whether the job has a submitter that reads its results, and was heard of since then. */
  public synchronized boolean hasReader(long sinceMillis) {
    return (read != NO_CURSOR || head > 0) && submitterHeard >= sinceMillis;
  }

  /** Whether the submitter takes results as they come, and has taken all there are. */
  public synchronized boolean isReadToEnd() {
    return read != NO_CURSOR && arrivals.ceilingKey(read) == null;
  }
}
