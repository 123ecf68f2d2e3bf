package taskgrid.grid.run;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.layout.Batch;
import taskgrid.grid.layout.RecordCursor;
import taskgrid.grid.layout.RecordKind;

/**
 * Which lines of an open batch are free, held by others, waiting for their next attempt, and ended.
 * Guarded by its batch.
 */
final class LineStates {
  private final int lines;
  private final OpenBatch.Backoff backoff;

  /** Lines that nobody has claimed and that have not ended. */
  private final BitSet free = new BitSet();

  /** Lines with a final record in the log or in the buffer, and lines that are no tasks. */
  private final BitSet ended = new BitSet();

  /** Lines that other members hold. */
  private final Map<UUID, BitSet> heldElsewhere = new HashMap<>();

  /** Failed attempts of lines that are to be tried again. */
  private final Map<Integer, Integer> attempts = new HashMap<>();

  /** When such a line may be started again, nanoseconds. */
  private final Map<Integer, Long> retryAt = new HashMap<>();

  LineStates(Batch batch, OpenBatch.Backoff backoff) {
    this.lines = batch.lines();
    this.backoff = backoff;
    for (int line = 0; line < lines; line++) {
      (batch.isTask(line) ? free : ended).set(line);
    }
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

  private int untriedUpTo(int from, int to) {
    for (int line = from; line < to; line++) {
      if (attempts.containsKey(line)) {
        return line;
      }
    }
    return to;
  }

  void hold(UUID member, int from, int to) {
    heldElsewhere.computeIfAbsent(member, id -> new BitSet()).set(from, to);
    free.clear(from, to);
  }

  /** Frees what a member held. Returns whether anything became free. */
  boolean release(UUID member) {
    BitSet held = heldElsewhere.remove(member);
    if (held == null) {
      return false;
    }
    held.andNot(ended);
    free.or(held);
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
      free.or(lost);
    }
  }

  /** Frees lines that were claimed and not started. */
  void giveBack(int from, int to) {
    free.set(from, to);
    free.andNot(ended);
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
      } else {
        attempts.merge(records.line(), records.attempt(), Math::max);
      }
    }
  }

  private void end(int line) {
    ended.set(line);
    free.clear(line);
    retryAt.remove(line);
  }

  /**
   * Takes in new results. A failed attempt may be delivered twice: only the first time it leads to
   * another.
   */
  void noteResults(RecordCursor records, long now) {
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
        retryAt.put(line, now + backoff.nanos(line, attempt));
        // Its runner holds it no longer: should it leave, the next attempt runs elsewhere already.
        heldElsewhere.values().forEach(held -> held.clear(line));
      }
    }
  }

  /** Frees lines whose backoff is over. Returns whether there were any. */
  boolean freeDue(long now) {
    int before = retryAt.size();
    retryAt
        .entrySet()
        .removeIf(
            retry -> {
              boolean due = now - retry.getValue() >= 0;
              if (due) {
                free.set(retry.getKey());
              }
              return due;
            });
    return retryAt.size() < before;
  }

  /** Takes away all lines that have not started, also those that wait for another attempt. */
  BitSet takeFree() {
    BitSet all = (BitSet) free.clone();
    retryAt.keySet().forEach(all::set);
    retryAt.clear();
    all.andNot(ended);
    free.clear();
    return all;
  }

  boolean anyFree() {
    return !free.isEmpty();
  }

  /** Tasks that nobody runs. */
  int waiting() {
    return free.cardinality() + retryAt.size();
  }

  /** Tasks that are claimed. */
  int running() {
    return lines - waiting() - ended.cardinality();
  }

  boolean allEnded() {
    return ended.cardinality() == lines;
  }

  /** Lines that have ended; only to look at. */
  BitSet ended() {
    return ended;
  }
}
