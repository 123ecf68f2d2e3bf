package taskgrid.grid.run;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import taskgrid.function.LimitValue;
import taskgrid.grid.layout.Batch;

/** Which lines of a batch count for which value of a limit, in the order of their first lines. */
final class LinesByValue {
  private final Map<Permits.Key, BitSet> lines = new LinkedHashMap<>();

  private LinesByValue() {}

  static LinesByValue of(String job, LimitValue value, Batch batch) {
    LinesByValue all = new LinesByValue();
    for (int line = 0; line < batch.lines(); line++) {
      if (batch.isTask(line)) {
        Permits.Key key = key(job, value, batch, line);
        all.lines.computeIfAbsent(key, first -> new BitSet()).set(line);
      }
    }
    return all;
  }

  /** What a line counts as; an empty value is one like any other, and not that of the whole job. */
  static Permits.Key key(String job, LimitValue value, Batch batch, int line) {
    String counted = value.of(batch.bytes(), batch.offset(line), batch.length(line));
    return new Permits.Key(job, "=" + counted);
  }

  /** Whether a free line counts for a value for which there is a permit. */
  boolean hasFree(OpenBatch batch, Predicate<Permits.Key> permitted) {
    for (Map.Entry<Permits.Key, BitSet> entry : lines.entrySet()) {
      if (batch.hasFree(entry.getValue()) && permitted.test(entry.getKey())) {
        return true;
      }
    }
    return false;
  }

  /** Claims such a line; null if there is none. */
  OpenBatch.@Nullable Claim claim(OpenBatch batch, Predicate<Permits.Key> permitted) {
    for (Map.Entry<Permits.Key, BitSet> entry : lines.entrySet()) {
      if (batch.hasFree(entry.getValue()) && permitted.test(entry.getKey())) {
        OpenBatch.Claim claim = batch.claimOneOf(entry.getValue());
        if (claim != null) {
          return claim;
        }
      }
    }
    return null;
  }
}
