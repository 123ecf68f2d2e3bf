package taskgrid.grid.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;

/**
 * Round robin between jobs: of the job whose turn it is, the first batch that may have something to
 * start. Guarded by the dispatcher.
 */
final class JobTurns {
  /** Jobs with batches; the next one's turn is first. */
  private final Deque<Batches> turns = new ArrayDeque<>();

  private final Map<String, Batches> byJob = new HashMap<>();

  /** The batches of one job that may have free lines, by first line. */
  private static final class Batches {
    final String job;
    final TreeMap<BatchKey, StoredBatch> ready = new TreeMap<>();
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
    if (!job.hasTurn) {
      job.hasTurn = true;
      turns.addLast(job);
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

  boolean any(Predicate<StoredBatch> startable) {
    for (Batches job : turns) {
      if (job.first(startable) != null) {
        return true;
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
