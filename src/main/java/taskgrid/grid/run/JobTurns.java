package taskgrid.grid.run;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;

/**
 * The jobs of the highest priority come first, and take turns: of the job whose turn it is, the
 * first batch that may have something to start. Guarded by the dispatcher.
 */
final class JobTurns {
  /** Of a job that nobody has looked up yet. It comes first, for then somebody does. */
  private static final int UNKNOWN = Integer.MAX_VALUE;

  /** Jobs with batches by priority, the highest first; of a row, the next one's turn is first. */
  private final TreeMap<Integer, Deque<Batches>> rows = new TreeMap<>(Comparator.reverseOrder());

  private volatile boolean ranked;

  private final Map<String, Batches> byJob = new HashMap<>();

  /** The batches of one job that may have free lines, by first line. */
  private static final class Batches {
    final String job;
    final TreeMap<BatchKey, StoredBatch> ready = new TreeMap<>();
    int priority = UNKNOWN;
    boolean hasTurn;

    Batches(String job) {
      this.job = job;
    }

    @Nullable StoredBatch first(Predicate<StoredBatch> startable) {
      for (StoredBatch batch : ready.values()) {
        if (startable.test(batch)) {
          return batch;
        }
      }
      return null;
    }
  }

  void add(StoredBatch batch) {
    Batches job = byJob.computeIfAbsent(batch.key.job(), Batches::new);
    job.ready.put(batch.key, batch);
    if (batch.job != null) {
      prioritize(job, batch.job.facts().options().placement().priority());
    }
    if (!job.hasTurn) {
      job.hasTurn = true;
      row(job).addLast(job);
    }
  }

  private Deque<Batches> row(Batches job) {
    return rows.computeIfAbsent(job.priority, priority -> new ArrayDeque<>());
  }

  private void prioritize(Batches job, int priority) {
    ranked |= priority != 0;
    if (job.priority != priority) {
      boolean moves = row(job).remove(job);
      job.priority = priority;
      if (moves) {
        row(job).addLast(job);
      }
    }
  }

  boolean has(StoredBatch batch) {
    Batches job = byJob.get(batch.key.job());
    return job != null && job.ready.containsKey(batch.key);
  }

  void remove(StoredBatch batch) {
    Batches job = byJob.get(batch.key.job());
    if (job != null) {
      job.ready.remove(batch.key);
      if (job.ready.isEmpty() && !job.hasTurn) {
        byJob.remove(batch.key.job());
      }
    }
  }

  /** Whether there has ever been a job with a priority of its own; asks without a lock. */
  boolean ranked() {
    return ranked;
  }

  boolean any(Predicate<StoredBatch> startable) {
    for (Deque<Batches> row : rows.values()) {
      for (Batches job : row) {
        if (job.first(startable) != null) {
          return true;
        }
      }
    }
    return false;
  }

  /** Batches of the same job behind this one, nearest first. */
  Iterable<StoredBatch> behind(StoredBatch batch) {
    Batches job = byJob.get(batch.key.job());
    return job == null ? List.of() : job.ready.tailMap(batch.key, false).values();
  }

  /** The batch whose turn it is; its job goes to the end of the row. Null if there is none. */
  @Nullable StoredBatch next(Predicate<StoredBatch> startable) {
    for (Iterator<Deque<Batches>> all = rows.values().iterator(); all.hasNext(); ) {
      Deque<Batches> row = all.next();
      StoredBatch batch = next(row, startable);
      if (batch != null) {
        return batch;
      }
      if (row.isEmpty()) {
        all.remove();
      }
    }
    return null;
  }

  private @Nullable StoredBatch next(Deque<Batches> turns, Predicate<StoredBatch> startable) {
    for (int left = turns.size(); left > 0; left--) {
      Batches job = turns.removeFirst();
      job.hasTurn = !job.ready.isEmpty();
      if (!job.hasTurn) {
        byJob.remove(job.job);
        continue;
      }
      turns.addLast(job);
      StoredBatch batch = job.first(startable);
      if (batch != null) {
        return batch;
      }
    }
    return null;
  }
}
