package taskgrid.grid.run;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.grid.Grid.TasksCancelled;

/**
 * What of a job is cancelled, and why: all of it, or some of its tasks.
 *
 * @param ofJob why nothing of the job is to be started any more; null if only tasks are cancelled
 * @param gently whether what runs of the whole job may end
 * @param tasks those that were cancelled one by one
 */
public record Cancellation(@Nullable String ofJob, boolean gently, List<TasksCancelled> tasks) {
  private static final String NO_REASON = "cancelled";

  /** What the facts say is cancelled; null if nothing is. */
  static @Nullable Cancellation of(JobFacts facts) {
    String job = facts.forgotten() ? "the job was forgotten" : null;
    if (job == null && facts.cancelled()) {
      job = facts.reason() == null ? NO_REASON : facts.reason();
    }
    if (job == null && facts.tasksCancelled().isEmpty()) {
      return null;
    }
    boolean gently = facts.gently() && !facts.forgotten();
    return new Cancellation(job, gently, facts.tasksCancelled());
  }

  /** Why a task must not be started; null if it may. */
  public @Nullable String ofTask(long task) {
    return ofJob != null ? ofJob : ofTaskAlone(task);
  }

  /** Why a task that runs must be stopped; null if it may end. */
  @Nullable String ofRunning(long task) {
    return ofJob != null && !gently ? ofJob : ofTaskAlone(task);
  }

  private @Nullable String ofTaskAlone(long task) {
    for (TasksCancelled cancelled : tasks) {
      if (cancelled.tasks().contains(task)) {
        return cancelled.reason() == null ? NO_REASON : cancelled.reason();
      }
    }
    return null;
  }

  /** Whether any of so many lines is cancelled. */
  boolean touches(long first, int lines) {
    return ofJob != null
        || tasks.stream().anyMatch(some -> some.tasks().overlaps(first, first + lines - 1));
  }

  /** Those of a batch's lines that are cancelled, counted within the batch. */
  BitSet linesOf(OpenBatch batch) {
    BitSet lines = new BitSet();
    int count = batch.batch().lines();
    if (ofJob != null) {
      lines.set(0, count);
      return lines;
    }
    long first = batch.key().first();
    for (TasksCancelled some : tasks) {
      long[] bounds = some.tasks().bounds();
      for (int i = 0; i < bounds.length; i += 2) {
        long from = Math.max(0, bounds[i] - first);
        long to = Math.min(count, bounds[i + 1] - first + 1);
        if (from < to) {
          lines.set((int) from, (int) to);
        }
      }
    }
    return lines;
  }
}
