package taskgrid.cli;

import org.jspecify.annotations.Nullable;
import taskgrid.cli.terminal.Talk;
import taskgrid.task.GridException;
import taskgrid.task.JobStatus;
import taskgrid.task.Stage;
import taskgrid.task.TaskResult;

/** What became of the stages of a pipeline whose results the reader of the last does not see. */
final class OtherStages {
  private final Talk talk;
  private @Nullable RunningJob last;

  OtherStages(Talk talk) {
    this.talk = talk;
  }

  /** The last stage has begun. */
  RunningJob of(RunningJob job) {
    last = job;
    return job;
  }

  /**
   * Says what failed in the others, and where the results of those are that nothing reads.
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
    int number = job.id().lastIndexOf('s') + 1;
    int stages = Integer.parseInt(job.id().substring(number));
    for (int stage = 1; stage < stages; stage++) {
      try (RunningJob other = grid.job(job.id().substring(0, number) + stage)) {
        JobStatus status = other.status();
        failed += status.counts().failed();
        tellFailures(status, job);
        if (!grid.isEmbedded()) {
          tellResults(status);
        }
      }
    }
    return failed > 0 ? Exit.of(failed, 0) : code;
  }

  private void tellFailures(JobStatus status, RunningJob job) {
    for (TaskResult failure : status.failures()) {
      String place = job.placeOf(status, failure.task()) + ": stage " + name(status);
      talk.line(Failures.line(place, String.valueOf(failure.error())));
    }
    long more = status.counts().failed() - status.failures().size();
    if (more > 0) {
      talk.line(
          "… and %d more failures in stage %s; bin/taskgrid pipeline failed lists them"
              .formatted(more, name(status)));
    }
  }

  private void tellResults(JobStatus status) {
    Stage stage = status.options().stage();
    if (stage != null && stage.next().isEmpty() && status.counts().done() > 0) {
      talk.line(
          "stage %s has %d results; bin/taskgrid job results %s reads them"
              .formatted(stage.name(), status.counts().done(), status.id()));
    }
  }

  private static String name(JobStatus status) {
    Stage stage = status.options().stage();
    return stage == null ? status.id() : stage.name();
  }
}
