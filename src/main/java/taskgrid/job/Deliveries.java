package taskgrid.job;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import taskgrid.grid.BatchKey;
import taskgrid.grid.Grid;

/**
 * Which batches were written out, and which of that the owners are still to be told. Owners hear of
 * single batches, and of the line below which all are delivered. For one thread.
 */
final class Deliveries {
  private static final int MOST_AT_ONCE = 10_000;

  private final Grid grid;
  private final LineRanges delivered = new LineRanges();

  /** Batches of which every result was handed out, but not declared written. */
  private List<Finished> finished = new ArrayList<>();

  /** Declared, and still to be told, by first line. */
  private final TreeMap<Long, BatchKey> untold = new TreeMap<>();

  private record Finished(BatchKey key, long after, long last) {}

  Deliveries(Grid grid) {
    this.grid = grid;
  }

  /** Every result of a batch was handed out. */
  void finished(OpenBatch batch) {
    finished.add(new Finished(batch.key, batch.after, batch.last()));
  }

  /** Everything that was handed out was written. */
  void declare() {
    for (Finished batch : finished) {
      delivered.add(batch.after + 1, batch.last);
      untold.put(batch.key.first(), batch.key);
    }
    finished = new ArrayList<>();
    untold.headMap(below()).clear();
  }

  /** Every line below this is delivered. */
  long below() {
    return delivered.firstMissing();
  }

  /** Batches that a member owns and has not been told of. */
  List<BatchKey> takeFor(UUID member) {
    if (untold.isEmpty()) {
      return List.of();
    }
    List<BatchKey> taken = new ArrayList<>();
    Iterator<BatchKey> keys = untold.values().iterator();
    while (keys.hasNext() && taken.size() < MOST_AT_ONCE) {
      BatchKey key = keys.next();
      if (member.equals(grid.ownerOf(key.route()))) {
        taken.add(key);
        keys.remove();
      }
    }
    return taken;
  }

  /** They could not be told. */
  void giveBack(List<BatchKey> keys) {
    for (BatchKey key : keys) {
      if (key.first() >= below()) {
        untold.put(key.first(), key);
      }
    }
  }

  static long[] firstLines(List<BatchKey> keys) {
    return keys.stream().mapToLong(BatchKey::first).toArray();
  }
}
