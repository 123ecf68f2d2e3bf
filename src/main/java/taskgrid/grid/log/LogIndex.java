package taskgrid.grid.log;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.layout.Compacted;

/**
 * Every log and stub of this member's partitions, by job. Rebuilt from the store when partitions
 * arrive; the store is the truth.
 */
public final class LogIndex {
  private final Map<String, JobLog> jobs = new ConcurrentHashMap<>();
  private final Clock clock;
  private final long epoch;

  /**
   * @param epoch a number that differs from every earlier start of this member
   */
  public LogIndex(Clock clock, long epoch) {
    this.clock = clock;
    this.epoch = epoch;
  }

  /**
   * Distinguishes this index from an earlier one of the same address; cursors are only good in it.
   */
  public long epoch() {
    return epoch;
  }

  public JobLog of(String job) {
    return jobs.computeIfAbsent(job, j -> new JobLog());
  }

  /** A job's logs; null if this member has none and nobody waits for any. */
  public @Nullable JobLog peek(String job) {
    return jobs.get(job);
  }

  public Set<String> jobs() {
    return Set.copyOf(jobs.keySet());
  }

  /** A segment is in the store with its backup: waiting readers get it. */
  public void written(BatchKey key, byte[] segment) {
    JobLog log = of(key.job());
    if (log.add(key, segment, clock.millis())) {
      answer(log, true);
    }
  }

  /** The values of a batch are the lines of another job by now: nobody else reads them. */
  public void handedOn(BatchKey key) {
    JobLog log = jobs.get(key.job());
    if (log != null) {
      log.handedOn(key, clock.millis());
    }
  }

  /** A stub is in the store; the log that it replaces is gone for readers. */
  public void dropped(BatchKey key, byte[] stub) {
    JobLog log = of(key.job());
    if (log.addStub(key, stub)) {
      answer(log, true);
    }
  }

  /** Stubs of a route have become this, which is in the store. */
  public void compacted(BatchKey key, byte[] stubs) {
    of(key.job()).compact(key.route(), Compacted.read(stubs));
  }

  /** Under this name the store has what stubs of a route have become. */
  public static BatchKey compactedKey(String job, int route) {
    return new BatchKey(job, 0, 0, route);
  }

  /** Whether the stub of this batch has become a part of something larger. */
  public boolean isCompacted(BatchKey key) {
    JobLog log = jobs.get(key.job());
    return log != null && log.isCompacted(key);
  }

  /** Whether there is a log or a stub of this batch. */
  public boolean has(BatchKey key) {
    JobLog log = jobs.get(key.job());
    return log != null && log.has(key);
  }

  /** Whether it knows this segment, or with n = -1 this stub. */
  public boolean has(BatchKey key, int n) {
    JobLog log = jobs.get(key.job());
    return log != null && log.has(key, n);
  }

  /** Whether a log covers every task of its batch, so that nothing of it is ever to be run. */
  public boolean complete(BatchKey key) {
    JobLog log = jobs.get(key.job());
    return log != null && log.complete(key);
  }

  /** Logs that match have left this member. */
  public void evict(Predicate<BatchKey> leaving) {
    jobs.forEach(
        (job, log) -> {
          log.keys().stream().filter(leaving).forEach(log::remove);
          log.compactedRoutes().stream()
              .filter(route -> leaving.test(compactedKey(job, route)))
              .forEach(log::removeCompacted);
        });
  }

  public void forget(String job) {
    JobLog log = jobs.remove(job);
    if (log != null) {
      answer(log, true);
    }
  }

  /** Answers readers that have waited long enough; called every few milliseconds. */
  public void tick() {
    jobs.values().forEach(log -> answer(log, false));
  }

  private void answer(JobLog log, boolean all) {
    log.unpark(all, clock.millis()).forEach(reader -> reader.answer().run());
  }

  /** Bytes of all logs that nobody has read yet. */
  public long undeliveredBytes() {
    return jobs.values().stream().mapToLong(JobLog::undeliveredBytes).sum();
  }

  /** Names of what stubs of a job have become. */
  public List<BatchKey> compactedOf(String job) {
    JobLog log = jobs.get(job);
    return log == null
        ? List.of()
        : log.compactedRoutes().stream().map(route -> compactedKey(job, route)).toList();
  }

  public List<BatchKey> keysOf(String job) {
    JobLog log = jobs.get(job);
    return log == null ? List.of() : log.keys();
  }
}
