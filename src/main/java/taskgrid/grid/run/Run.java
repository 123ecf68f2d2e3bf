package taskgrid.grid.run;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.layout.Batch;
import taskgrid.grid.layout.RecordWriter;
import taskgrid.task.FailureKind;

/**
 * A claimed run of tasks in the hands of one slot, which starts them one after another. Others may
 * take back what has not started, fetch the results so far, and interrupt what runs.
 *
 * <p>Guarded by its own monitor; an interrupt is delivered only while the monitor says that user
 * code runs, so it never hits a write of ours.
 */
final class Run {
  /** Results that together would be larger leave in chunks of their own, as a large value does. */
  private static final int CHUNK_CLOSES_AT = 1 << 19;

  /**
   * So long a command that may have taken a member down runs as the only such. It runs outside of
   * its member, so only what it does on purpose, and mostly at once, can harm that.
   */
  private static final long EXAMINED_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final BatchKey key;
  private final Batch batch;
  private final int origin;
  private final JobContext job;
  private final int attempt;
  private final RecordWriter results;
  private final int from;
  private final @Nullable Suspicion suspicion;

  /** Whether no other suspect may run beside it. */
  private boolean examined;

  /** Empty when they have been given back. */
  private List<Permits.Key> permitted;

  private int next;
  private int end;
  private @Nullable Thread user;
  private @Nullable Stop stop;
  private long startedNanos;
  private long startedMicros;
  private long deadline;

  /** Whether the running task may be tried again, should this attempt fail. */
  private boolean again;

  /** When the running task was interrupted. */
  private long stoppedNanos;

  /** The line that runs or ran last. */
  private int current = -1;

  /** Whether its user code ignored the interrupt, so that nobody waits for it any more. */
  private boolean abandoned;

  /** Whether the running task has no time limit, and nothing before or behind it waits. */
  private volatile boolean alone;

  /** Why a running task was interrupted. */
  record Stop(@Nullable FailureKind kind, String reason) {}

  /** Lines that were taken back, from..to (exclusive), and results that were not delivered yet. */
  record Taken(int from, int to, byte @Nullable [] chunk) {}

  /**
   * @param batch the lines; those of this run count from origin in the whole batch
   * @param claim in lines of the whole batch
   * @param origin where the first line of the given batch stands in the whole batch
   * @param permitted the limits of which it uses a permit each
   */
  Run(
      BatchKey key,
      Batch batch,
      int origin,
      OpenBatch.Claim claim,
      JobContext job,
      List<Permits.Key> permitted) {
    this.permitted = permitted;
    this.key = key;
    this.batch = batch;
    this.origin = origin;
    this.job = job;
    this.attempt = claim.attempt();
    this.from = claim.from();
    this.suspicion = claim.suspicion();
    this.examined = suspicion != null;
    this.next = claim.from();
    this.end = claim.to();
    this.results = new RecordWriter(System.currentTimeMillis());
  }

  BatchKey key() {
    return key;
  }

  JobContext job() {
    return job;
  }

  Batch batch() {
    return batch;
  }

  /** The line's place in {@link #batch()}. */
  int inBatch(int line) {
    return line - origin;
  }

  /** The task that runs or ran last, as people name it. */
  synchronized String task() {
    return key.job() + "." + (key.first() + current);
  }

  int attempt() {
    return attempt;
  }

  /** What the only line of this run is suspected of; null if it is run as any other. */
  @Nullable Suspicion suspicion() {
    return suspicion;
  }

  /**
   * Whether its task may be a suspect no longer, for now: it has been running for so long without
   * harm, and what took its member down the last time did so at once.
   */
  synchronized boolean lasts(long nowNanos) {
    return examined
        && user != null
        && job.runsCommands()
        && suspicion != null
        && suspicion.times() <= 1
        && nowNanos - startedNanos >= EXAMINED_NANOS;
  }

  /** Other suspects may run from now on. Returns false if they might already. */
  synchronized boolean endExamination() {
    boolean first = examined;
    examined = false;
    return first;
  }

  int from() {
    return from;
  }

  synchronized List<Permits.Key> permitted() {
    return permitted;
  }

  /** The same once: who gets them gives them back. */
  synchronized List<Permits.Key> takePermitted() {
    List<Permits.Key> taken = permitted;
    permitted = List.of();
    return taken;
  }

  synchronized int end() {
    return end;
  }

  /**
   * The line that now runs; -1 when none is left or the job is cancelled. Of a task that is
   * cancelled, it is recorded in passing. Called by the slot's thread alone.
   */
  synchronized int startNext(long nowNanos, long nowMicros) {
    Cancellation cancellation = job.cancellation();
    if (cancellation != null && !abandoned) {
      passCancelled(cancellation);
    }
    boolean over = abandoned || next >= end;
    if (over || (cancellation != null && cancellation.ofJob() != null)) {
      return -1;
    }
    startedNanos = nowNanos;
    startedMicros = nowMicros;
    deadline = 0;
    again = false;
    user = Thread.currentThread();
    alone = next + 1 >= end && results.isEmpty();
    current = next++;
    return current;
  }

  /** Those of a cancelled job are left to be taken back, all at once. */
  private void passCancelled(Cancellation cancellation) {
    while (next < end && cancellation.ofJob() == null) {
      String reason = cancellation.ofTask(key.first() + next);
      if (reason == null) {
        return;
      }
      results.cancelled(next++, attempt - 1, reason);
    }
  }

  /** Gives the running task a time limit, in nanoseconds from its start. */
  synchronized void limit(long nanos) {
    deadline = startedNanos + nanos;
    alone = false;
  }

  /** Should this attempt of the running task fail, there is another. */
  synchronized void mayTryAgain() {
    again = true;
  }

  /** The task has ended: from here on nobody interrupts. Returns why it was stopped, if it was. */
  synchronized @Nullable Stop endUserCode() {
    user = null;
    Stop why = stop;
    if (!abandoned) {
      stop = null;
    }
    return why;
  }

  /** Whether the run has ended without its user code: what that answers does not matter. */
  synchronized boolean abandoned() {
    return abandoned;
  }

  /**
   * Ends the running task without its user code, if that has ignored an interrupt for so long: the
   * task ends as it was stopped. From then on nothing of this run is started or recorded by its
   * slot. Returns false if there is no such task.
   */
  synchronized boolean abandonIfDeaf(long nowNanos, long patienceNanos) {
    Stop why = stop;
    if (user == null || why == null || nowNanos - stoppedNanos < patienceNanos) {
      return false;
    }
    abandoned = true;
    long nanos = nowNanos - startedNanos;
    if (why.kind() == null) {
      cancelled(current, why.reason());
    } else if (again) {
      failedAttempt(current, nanos, why.kind(), why.reason());
    } else {
      failed(current, nanos, why.kind(), why.reason());
    }
    return true;
  }

  synchronized void value(int line, long nanos, byte[] value) {
    results.value(line, attempt, startedMicros, nanos, value, 0, value.length);
  }

  synchronized void failed(int line, long nanos, FailureKind kind, String message) {
    results.failed(line, attempt, startedMicros, nanos, kind, message);
  }

  synchronized void failedAttempt(int line, long nanos, FailureKind kind, String message) {
    results.failedAttempt(line, attempt, startedMicros, nanos, kind, message);
  }

  synchronized void cancelled(int line, String reason) {
    results.cancelled(line, attempt, reason);
  }

  /** Whether the results so far must be delivered before one of this size is added. */
  synchronized boolean full(int more) {
    return !results.isEmpty() && results.size() + more > CHUNK_CLOSES_AT;
  }

  /** The results that nobody has fetched; null if there are none. */
  synchronized byte @Nullable [] takeChunk(String runner) {
    if (results.isEmpty()) {
      return null;
    }
    byte[] chunk = results.toChunk(runner);
    results.reset(System.currentTimeMillis());
    return chunk;
  }

  /** Takes back what has not started if the running task has lasted longer than the given time. */
  synchronized @Nullable Taken takeBackBehindLongTask(String runner, long nowNanos, long longer) {
    boolean nothing = next >= end && results.isEmpty();
    return nothing || user == null || nowNanos - startedNanos < longer ? null : takeBack(runner);
  }

  /** Takes back what has not started. */
  synchronized Taken takeBack(String runner) {
    int oldEnd = end;
    end = next;
    return new Taken(next, oldEnd, takeChunk(runner));
  }

  /** A run of what was taken back, for another slot. */
  Run rest(Taken taken) {
    List<Permits.Key> limits = permitted();
    OpenBatch.Claim claim = new OpenBatch.Claim(taken.from, taken.to, attempt, suspicion);
    return new Run(key, batch, origin, claim, job, limits);
  }

  /** Of each line that was taken back, that it was cancelled before this attempt. */
  byte[] cancelled(Taken taken, String reason) {
    RecordWriter records = new RecordWriter(System.currentTimeMillis());
    for (int line = taken.from; line < taken.to; line++) {
      records.cancelled(line, attempt - 1, reason);
    }
    return records.toChunk("");
  }

  /** Whether there may be something to stop or to take back; asks without a lock. */
  boolean needsLook() {
    return !alone || job.cancellation() != null;
  }

  /** Interrupts the running task, if there is one, because its time is over or nobody wants it. */
  synchronized void checkStop(long nowNanos) {
    Cancellation cancellation = job.cancellation();
    String cancelled = cancellation == null ? null : cancellation.ofRunning(key.first() + current);
    if (cancelled != null) {
      interrupt(new Stop(null, cancelled), nowNanos);
    } else if (deadline != 0 && nowNanos - deadline >= 0) {
      long limit = TimeUnit.NANOSECONDS.toMillis(deadline - startedNanos);
      interrupt(new Stop(FailureKind.TIMEOUT, "no answer within " + limit + " ms"), nowNanos);
    }
  }

  private void interrupt(Stop why, long nowNanos) {
    if (user != null && stop == null) {
      stop = why;
      stoppedNanos = nowNanos;
      user.interrupt();
    }
  }

  /** The task that runs now. */
  record Current(int line, int attempt, long startedMicros) {}

  synchronized @Nullable Current current() {
    return user == null ? null : new Current(current, attempt, startedMicros);
  }

  synchronized boolean stopping() {
    return stop != null;
  }
}
