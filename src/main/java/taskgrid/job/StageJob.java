package taskgrid.job;

import taskgrid.task.JobOptions;

/**
 * A stage of a pipeline that is to be run.
 *
 * @param name what people call it
 * @param options of the job that it becomes
 */
public record StageJob(String name, JobOptions options) {}
