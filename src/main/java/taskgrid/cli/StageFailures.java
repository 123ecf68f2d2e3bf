package taskgrid.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import taskgrid.cli.terminal.Talk;
import taskgrid.job.StageJob;
import taskgrid.task.GridException;
import taskgrid.task.JobStatus;
import taskgrid.task.Stage;
import taskgrid.task.TaskResult;

/** What failed on the way to the last stage, which the reader of its results does not see. */
final class StageFailures {
  private final Talk talk;
  private final List<StageJob> stages;
  private final boolean driven;
  private @Nullable RunningJob last;

  /**
   * @param stages in order
   * @param driven whether a source that members drive is a stage before them
   */
  StageFailures(Talk talk, List<StageJob> stages, boolean driven) {
    this.talk = talk;
    this.stages = stages;
    this.driven = driven;
  }

  /** The last stage has begun. */
  RunningJob of(RunningJob job) {
    last = job;
    return job;
  }

  /**
   * Says what failed before the last stage.
   *
   * @param code as the last stage alone makes it
   * @return the code of the whole pipeline
   */
  int counted(int code, OpenGrid grid) throws GridException {
    RunningJob job = last;
    if (job == null || (code > Exit.MANY_FAILED && code != Exit.CANCELLED)) {
      return code;
    }
    long failed = code == Exit.CANCELLED ? 0 : code;
    for (int before = 1; before < stages.size() + (driven ? 1 : 0); before++) {
      try (RunningJob stage = grid.job(stageBefore(job.id(), before))) {
        JobStatus status = stage.status();
        failed += status.counts().failed();
        tell(status, job);
      }
    }
    return failed > 0 ? Exit.of(failed, 0) : code;
  }

  private static String stageBefore(String last, int before) {
    int number = last.lastIndexOf('s') + 1;
    return last.substring(0, number) + (Integer.parseInt(last.substring(number)) - before);
  }

  private void tell(JobStatus status, RunningJob job) {
    Stage told = status.options().stage();
    String stage = told == null ? status.id() : told.name();
    for (TaskResult failure : status.failures()) {
      talk.line(
          Failures.line(
              job.placeOf(failure.task()) + ": stage " + stage, String.valueOf(failure.error())));
    }
    long more = status.counts().failed() - status.failures().size();
    if (more > 0) {
      talk.line(
          "… and %d more failures in stage %s; bin/taskgrid pipeline failed lists them"
              .formatted(more, stage));
    }
  }
}
