package taskgrid.grid.run;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.Look;
import taskgrid.grid.layout.Batch;
import taskgrid.grid.layout.RecordCursor;
import taskgrid.grid.layout.RecordKind;

/**
 * Which lines of an open batch are free, held by others, waiting for their next attempt, and ended.
 * Guarded by its batch.
 */
final class LineStates {
  /** So long another member may take up what failed here; then it is tried here again. */
  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(500);

  private final int lines;
  private final OpenBatch.Backoff backoff;

  /** Lines that nobody has claimed and that have not ended. */
  private final BitSet free = new BitSet();

  /** Lines with a final record in the log or in the buffer, and lines that are no tasks. */
  private final BitSet ended = new BitSet();

  /** Lines with a final record in the log, and lines that are no tasks. */
  private final BitSet logged = new BitSet();

  /** Lines that may have taken a member down; they are not among the free ones. */
  private final Suspects suspects = new Suspects();

  /** Crashed members whose marks were taken in: each is counted once. */
  private final Set<UUID> crashed = new HashSet<>();

  /** Lines that other members hold. */
  private final Map<UUID, BitSet> heldElsewhere = new HashMap<>();

  /** Failed attempts of lines that are to be tried again. */
  private final Map<Integer, Integer> attempts = new HashMap<>();

  /** When such a line may be started again, nanoseconds. */
  private final Map<Integer, Long> retryAt = new HashMap<>();

  /** Of those, lines that failed on the owner itself. */
  private final BitSet failedHere = new BitSet();

  /** Lines that another member should try next, and until when, nanoseconds. */
  private final Map<Integer, Long> forOthers = new HashMap<>();

  LineStates(Batch batch, OpenBatch.Backoff backoff) {
    this.lines = batch.lines();
    this.backoff = backoff;
    for (int line = 0; line < lines; line++) {
      (batch.isTask(line) ? free : ended).set(line);
    }
    logged.or(ended);
  }

  /** The next free lines, at most max and contiguous, of which none or all were tried before. */
  OpenBatch.@Nullable Claim claim(int max) {
    int from = free.nextSetBit(0);
    if (from < 0) {
      return null;
    }
    Integer failed = attempts.get(from);
    int to = failed != null ? from + 1 : Math.min(free.nextClearBit(from), from + max);
    if (failed == null && !attempts.isEmpty()) {
      to = untriedUpTo(from, to);
    }
    free.clear(from, to);
    return new OpenBatch.Claim(from, to, failed == null ? 1 : failed + 1);
  }

  /** One of these lines that is free; null if none is. */
  OpenBatch.@Nullable Claim claimOneOf(BitSet some) {
    for (int line = some.nextSetBit(0); line >= 0; line = some.nextSetBit(line + 1)) {
      if (free.get(line)) {
        free.clear(line);
        return new OpenBatch.Claim(line, line + 1, attempts.getOrDefault(line, 0) + 1);
      }
    }
    return null;
  }

  private int untriedUpTo(int from, int to) {
    for (int line = from; line < to; line++) {
      if (attempts.containsKey(line)) {
        return line;
      }
    }
    return to;
  }

  OpenBatch.@Nullable Claim claimSuspect() {
    return suspects.claim(attempts);
  }

  /** A member that crashed may have been running these lines. */
  void accuse(Casualty casualty) {
    if (!crashed.add(casualty.process())) {
      return;
    }
    int to = Math.min(lines, casualty.to());
    for (int line = casualty.from(); line < to; line++) {
      if (!ended.get(line)) {
        suspects.add(line, suspects.of(line).plus(casualty, line));
      }
    }
    BitSet kept = suspects.keep(free);
    free.and(kept);
  }

  /** A line whose next attempt should be another member's; null if there is none. */
  OpenBatch.@Nullable Claim claimRetry() {
    if (forOthers.isEmpty()) {
      return null;
    }
    int line = forOthers.keySet().iterator().next();
    forOthers.remove(line);
    return new OpenBatch.Claim(line, line + 1, attempts.getOrDefault(line, 0) + 1);
  }

  void hold(UUID member, int from, int to) {
    heldElsewhere.computeIfAbsent(member, id -> new BitSet()).set(from, to);
    free.clear(from, to);
    suspects.clear(from, to);
    forOthers.keySet().removeIf(line -> line >= from && line < to);
  }

  /** Whether a member holds lines that are under suspicion. */
  boolean holdsSuspects(UUID member) {
    return suspects.isAnyOf(heldBy(member));
  }

  /** Frees what a member held. Returns whether anything became free. */
  boolean release(UUID member, boolean suspected) {
    BitSet held = heldElsewhere.remove(member);
    if (held == null) {
      return false;
    }
    held.andNot(ended);
    if (suspected) {
      held.stream().forEach(line -> suspects.add(line, Suspicion.VAGUE));
    }
    free.or(suspects.keep(held));
    return !held.isEmpty();
  }

  /** Frees lines of a member that it does not hold. */
  void disown(UUID member, BitSet notHeld) {
    BitSet held = heldElsewhere.get(member);
    if (held != null) {
      BitSet lost = (BitSet) notHeld.clone();
      lost.and(held);
      held.andNot(lost);
      lost.andNot(ended);
      free.or(suspects.keep(lost));
    }
  }

  /** Frees lines that were claimed and not started. */
  void giveBack(int from, int to) {
    BitSet back = new BitSet();
    back.set(from, to);
    back.andNot(ended);
    free.or(suspects.keep(back));
    heldElsewhere.values().forEach(held -> held.clear(from, to));
  }

  /** Lines that a member holds and that have not ended. */
  BitSet heldBy(UUID member) {
    BitSet held = heldElsewhere.get(member);
    BitSet open = held == null ? new BitSet() : (BitSet) held.clone();
    open.andNot(ended);
    return open;
  }

  Set<UUID> holders() {
    return Set.copyOf(heldElsewhere.keySet());
  }

  /** Takes in records of a log. */
  void noteLog(RecordCursor records) {
    while (records.next()) {
      if (records.isFinal()) {
        end(records.line());
        logged.set(records.line());
      } else {
        attempts.merge(records.line(), records.attempt(), Math::max);
      }
    }
  }

  /** Records that were taken in as results are in the log now. */
  void noteWritten(RecordCursor records) {
    while (records.next()) {
      if (records.isFinal()) {
        logged.set(records.line());
      }
    }
  }

  private void end(int line) {
    ended.set(line);
    free.clear(line);
    suspects.end(line);
    retryAt.remove(line);
    forOthers.remove(line);
  }

  /**
   * Takes in new results. A failed attempt may be delivered twice: only the first time it leads to
   * another.
   *
   * @param here whether the owner itself ran the tasks
   */
  void noteResults(RecordCursor records, boolean here, long now) {
    while (records.next()) {
      int line = records.line();
      int attempt = records.attempt();
      if (records.isFinal()) {
        end(line);
        heldElsewhere.values().forEach(held -> held.clear(line));
      } else if (records.kind() == RecordKind.FAILED_ATTEMPT
          && !ended.get(line)
          && attempt > attempts.getOrDefault(line, 0)) {
        attempts.put(line, attempt);
        // It has come to an end of its own, and its member lives.
        suspects.end(line);
        retryAt.put(line, now + backoff.nanos(line, attempt));
        failedHere.set(line, here);
        // Its runner holds it no longer: should it leave, the next attempt runs elsewhere already.
        heldElsewhere.values().forEach(held -> held.clear(line));
      }
    }
  }

  /**
   * Frees lines whose backoff is over; what failed here is left to others for a while. Returns
   * whether any became free.
   *
   * @param othersThere whether another member could run them
   */
  boolean freeDue(boolean othersThere, long now) {
    boolean any = free(forOthers, now);
    if (othersThere) {
      retryAt
          .entrySet()
          .removeIf(
              retry -> {
                boolean leave = now - retry.getValue() >= 0 && failedHere.get(retry.getKey());
                if (leave) {
                  forOthers.put(retry.getKey(), now + PATIENCE);
                }
                return leave;
              });
    }
    return free(retryAt, now) || any;
  }

  private boolean free(Map<Integer, Long> dueAt, long now) {
    return dueAt
        .entrySet()
        .removeIf(
            line -> {
              boolean due = now - line.getValue() >= 0;
              if (due) {
                free.set(line.getKey());
              }
              return due;
            });
  }

  /** Takes away what of these has not started, also what waits for another attempt. */
  BitSet takeFree(BitSet wanted) {
    BitSet all = (BitSet) free.clone();
    all.or(suspects.takeFree(wanted));
    retryAt.keySet().forEach(all::set);
    forOthers.keySet().forEach(all::set);
    all.and(wanted);
    all.andNot(ended);
    retryAt.keySet().removeIf(all::get);
    forOthers.keySet().removeIf(all::get);
    free.andNot(all);
    return all;
  }

  boolean anyFree() {
    return !free.isEmpty();
  }

  boolean anyFree(BitSet some) {
    return free.intersects(some);
  }

  boolean anySuspects() {
    return suspects.anyFree();
  }

  /** Tasks that nobody runs. */
  int waiting() {
    return free.cardinality() + suspects.waiting() + retryAt.size() + forOthers.size();
  }

  /** Tasks that are claimed, or have ended and are not in the log yet: somebody still has them. */
  int running() {
    return lines - waiting() - logged.cardinality();
  }

  boolean allEnded() {
    return ended.cardinality() == lines;
  }

  /** Whether the log has an end of every task. */
  boolean allLogged() {
    return logged.cardinality() == lines;
  }

  /** What becomes of a line next. */
  OpenBatch.Sight sight(int line, long now) {
    int ahead = free.get(0, line).cardinality();
    if (ended.get(line)) {
      return new OpenBatch.Sight(Look.State.ENDED, 0, 0);
    }
    Long due = retryAt.get(line);
    if (due != null || forOthers.containsKey(line)) {
      return new OpenBatch.Sight(Look.State.RETRYING, due == null ? 0 : due - now, 0);
    }
    if (suspects.waits(line)) {
      return new OpenBatch.Sight(Look.State.SUSPECT, 0, 0);
    }
    return new OpenBatch.Sight(free.get(line) ? Look.State.WAITING : Look.State.CLAIMED, 0, ahead);
  }

  /** Nanoseconds until lines that have failed are tried again. */
  List<Long> retriesIn(long now) {
    List<Long> all = new ArrayList<>();
    retryAt.values().forEach(due -> all.add(due - now));
    forOthers.values().forEach(due -> all.add(0L));
    return all;
  }

  boolean anyForOthers() {
    return !forOthers.isEmpty();
  }

  /** Lines that have ended; only to look at. */
  BitSet ended() {
    return ended;
  }
}
