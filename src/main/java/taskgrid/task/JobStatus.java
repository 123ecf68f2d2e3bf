package taskgrid.task;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a job.
 *
 * @param total tasks in all, once the submitter has read its input to the end (sealed); else -1
 * @param lastLine the highest line number that the grid has received
 * @param reason the reason of a cancellation, or why the job is lost; null if neither
 * @param members addresses of the members that ran a task of it, sorted
 * @param failures the first failed tasks by number, at most a handful
 * @param ended when the grid saw the last result; null while not ended
 */
public record JobStatus(
    String id,
    JobState state,
    JobOptions options,
    JobCounts counts,
    long total,
    long lastLine,
    @Nullable String reason,
    List<String> members,
    List<TaskResult> failures,
    Instant submitted,
    @Nullable Instant ended) {
  public JobStatus {
    members = List.copyOf(members);
    failures = List.copyOf(failures);
  }
}
