package taskgrid.grid.run;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import taskgrid.function.LimitValue;
import taskgrid.grid.layout.Batch;
import taskgrid.task.Limits;

/** What the limits of jobs let this member start. Called under the dispatcher's lock. */
final class Limiting {
  private final Permits permits;

  Limiting(Permits permits) {
    this.permits = permits;
  }

  /** The limits that a run is under which begins with this line of these. */
  static List<Permits.Key> of(JobContext job, Batch batch, int line) {
    Limits limits = job.limits();
    if (limits.isNone()) {
      return List.of();
    }
    List<Permits.Key> keys = ofJob(job);
    LimitValue value = job.limitValue();
    if (value != null) {
      keys.add(LinesByValue.key(job.job(), value, batch, line));
    }
    return keys;
  }

  /** The limits that all its tasks are under. */
  private static List<Permits.Key> ofJob(JobContext job) {
    List<Permits.Key> keys = new ArrayList<>(2);
    if (job.limits().atOnce() > 0) {
      keys.add(new Permits.Key(job.job(), Permits.ALL));
    }
    if (job.limits().onEach() > 0) {
      keys.add(new Permits.Key(job.job(), Permits.HERE, job.limits().onEach()));
    }
    return keys;
  }

  /** Whether something of a batch that has free lines may start now; what is missing is wanted. */
  boolean allows(StoredBatch entry) {
    OpenBatch batch = entry.batch;
    JobContext job = entry.job;
    if (batch == null || job == null) {
      // Of a batch that is not opened nobody knows its limits yet.
      return true;
    }
    boolean all = job.limits().isNone() || permits.mayUse(ofJob(job));
    return all && (entry.byValue == null || entry.byValue.hasFree(batch, this::has));
  }

  /** The next free lines that may start; null if there are none. */
  OpenBatch.@Nullable Claim claim(StoredBatch entry, OpenBatch batch, JobContext job) {
    return entry.byValue == null
        ? batch.claim(job.runLength())
        : entry.byValue.claim(batch, this::has);
  }

  private boolean has(Permits.Key key) {
    return permits.mayUse(List.of(key));
  }
}
