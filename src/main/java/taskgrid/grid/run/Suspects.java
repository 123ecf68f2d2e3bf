package taskgrid.grid.run;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a batch that may have taken a member down. Nobody claims them as others are claimed: one
 * at a time is run alone, and a member that ends then has told which it was. Guarded by its batch.
 */
final class Suspects {
  private final Map<Integer, Suspicion> suspicions = new HashMap<>();

  /** Of those, the lines that nobody runs. */
  private final BitSet free = new BitSet();

  /** From here on the line is under suspicion; the graver one stays. */
  void add(int line, Suspicion suspicion) {
    suspicions.merge(line, suspicion, Suspicion::graver);
  }

  /** Whether any of these lines is under suspicion. */
  boolean isAnyOf(BitSet lines) {
    return suspicions.keySet().stream().anyMatch(lines::get);
  }

  /** What the line is suspected of so far. */
  Suspicion of(int line) {
    return suspicions.getOrDefault(line, Suspicion.NONE);
  }

  /** Keeps the suspects among lines that become free, and returns the others. */
  BitSet keep(BitSet freed) {
    if (suspicions.isEmpty()) {
      return freed;
    }
    BitSet others = (BitSet) freed.clone();
    for (int line : suspicions.keySet()) {
      if (others.get(line)) {
        others.clear(line);
        free.set(line);
      }
    }
    return others;
  }

  /** The next suspect, which the caller runs alone; null if there is none. */
  OpenBatch.@Nullable Claim claim(Map<Integer, Integer> attempts) {
    int line = free.nextSetBit(0);
    if (line < 0) {
      return null;
    }
    free.clear(line);
    Suspicion suspicion = of(line);
    int attempt = attempts.getOrDefault(line, 0) + 1 + suspicion.crashes();
    return new OpenBatch.Claim(line, line + 1, attempt, suspicion);
  }

  void end(int line) {
    if (!suspicions.isEmpty()) {
      suspicions.remove(line);
      free.clear(line);
    }
  }

  void clear(int from, int to) {
    free.clear(from, to);
  }

  /** Takes away what of these nobody runs. */
  BitSet takeFree(BitSet wanted) {
    BitSet all = (BitSet) free.clone();
    all.and(wanted);
    free.andNot(all);
    return all;
  }

  boolean waits(int line) {
    return free.get(line);
  }

  boolean anyFree() {
    return !free.isEmpty();
  }

  int waiting() {
    return free.cardinality();
  }
}
