package taskgrid.job;

import org.jspecify.annotations.Nullable;
import taskgrid.task.Condition;
import taskgrid.task.JobOptions;

/**
 * A stage of a pipeline that is to be run.
 *
 * @param name what people call it
 * @param options of the job that it becomes
 * @param from the name of the stage whose values are its lines; null = it reads the source
 * @param when which values those are; null = all
 * @param flat whether each line of its own values is an item of the stages that read it
 */
public record StageJob(
    String name,
    JobOptions options,
    @Nullable String from,
    @Nullable Condition when,
    boolean flat) {
  /** A stage that takes all that another makes, and makes one item of each. */
  public StageJob(String name, JobOptions options, @Nullable String from) {
    this(name, options, from, null, false);
  }

  StageJob withFrom(String changed) {
    return new StageJob(name, options, changed, when, flat);
  }

  public StageJob withOptions(JobOptions changed) {
    return new StageJob(name, changed, from, when, flat);
  }
}
