package taskgrid.cli;

import taskgrid.task.JobState;
import taskgrid.task.JobStatus;

/** How a job ended, for people and for scripts. */
final class JobEnd {
  private JobEnd() {}

  /** Whether there is nothing more to wait for. */
  static boolean isOver(JobStatus job) {
    return job.state().ended() || job.state() == JobState.STRANDED;
  }

  /** Whether lines of it have no result and will get none. */
  static boolean isBroken(JobStatus job) {
    return job.state() == JobState.LOST || job.state() == JobState.STRANDED;
  }

  /** How many cancelled tasks it counts for: of a job that was cut short, at least one. */
  static long cancelled(JobStatus job, long tasks) {
    return job.state() == JobState.CANCELLED ? Math.max(1, tasks) : tasks;
  }

  /** What is said of a broken job. */
  static String broken(JobStatus job) {
    if (job.state() == JobState.STRANDED) {
      return "job "
          + job.id()
          + " is stranded: its submitter is gone; line "
          + job.lastLine()
          + " is the last one received";
    }
    return "job "
        + job.id()
        + " is lost"
        + (job.reason() == null ? "" : ": " + OneLine.of(job.reason()));
  }
}
