package taskgrid.grid.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import taskgrid.grid.BatchKey;

/**
 * The claims that this member holds: tasks that it runs, and tasks whose results no owner has
 * acknowledged yet. This, and not an owner's table, says what is being run; a new owner asks for it
 * before it starts anything.
 */
public final class HeldClaims {
  private final Map<BatchKey, Set<Held>> byBatch = new ConcurrentHashMap<>();

  /** Lines from..to (exclusive) of a batch. */
  public record Range(BatchKey key, int from, int to) {}

  /** One claim, held until its run has ended and all its results are acknowledged. */
  final class Held {
    private final BatchKey key;
    private final int from;

    /** Guarded by this. */
    private int to;

    /** Guarded by this: the run itself, and each chunk on its way. */
    private int reasons = 1;

    private Held(BatchKey key, int from, int to) {
      this.key = key;
      this.from = from;
      this.to = to;
    }

    synchronized void add() {
      reasons++;
    }

    /** What is not started was given back. */
    synchronized void shrink(int newTo) {
      to = Math.min(to, newTo);
    }

    void release() {
      synchronized (this) {
        if (--reasons > 0) {
          return;
        }
      }
      byBatch.computeIfPresent(
          key,
          (k, claims) -> {
            claims.remove(this);
            return claims.isEmpty() ? null : claims;
          });
    }

    private synchronized Range range() {
      return new Range(key, from, to);
    }
  }

  Held hold(BatchKey key, int from, int to) {
    Held held = new Held(key, from, to);
    byBatch.compute(
        key,
        (k, claims) -> {
          Set<Held> all = claims == null ? ConcurrentHashMap.newKeySet() : claims;
          all.add(held);
          return all;
        });
    return held;
  }

  /** All that is held of the batches that match. */
  public List<Range> of(Predicate<BatchKey> batches) {
    List<Range> ranges = new ArrayList<>();
    byBatch.forEach(
        (key, claims) -> {
          if (batches.test(key)) {
            claims.forEach(held -> ranges.add(held.range()));
          }
        });
    return ranges;
  }

  /** Whether anything of a batch is held. */
  boolean hold(BatchKey key) {
    return byBatch.containsKey(key);
  }

  public boolean isEmpty() {
    return byBatch.isEmpty();
  }
}
