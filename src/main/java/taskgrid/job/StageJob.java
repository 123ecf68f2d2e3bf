package taskgrid.job;

import org.jspecify.annotations.Nullable;
import taskgrid.task.Condition;
import taskgrid.task.JobOptions;

/**
 * A stage of a pipeline that is to be run.
 *
 * @param name what people call it
 * @param options of the job that it becomes
 * @param when which values of the stage before are its lines; null = all
 */
public record StageJob(String name, JobOptions options, @Nullable Condition when) {
  /** A stage that takes all that the one before it makes. */
  public StageJob(String name, JobOptions options) {
    this(name, options, null);
  }
}
