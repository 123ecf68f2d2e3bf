package taskgrid.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import taskgrid.cli.terminal.Talk;
import taskgrid.task.GridException;
import taskgrid.task.JobState;
import taskgrid.task.JobStatus;
import taskgrid.task.Stage;
import taskgrid.task.TaskResult;

/** What became of the stages of a pipeline whose results the reader of the last does not see. */
final class OtherStages {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** While members come and go, what they have may look lost for a moment. */
  private static final int MOST_PAUSES = 10;

  private final Talk talk;
  private final Timing timing;
  private @Nullable RunningJob last;

  OtherStages(Talk talk, Timing timing) {
    this.talk = talk;
    this.timing = timing;
  }

  /** The last stage has begun. */
  RunningJob of(RunningJob job) {
    last = job;
    return job;
  }

  /**
   * Says what failed or is lost in the others, and where the results of those are that nothing
   * reads.
   *
   * @param code as the last stage alone makes it
   * @return the code of the whole pipeline
   */
  int counted(int code, OpenGrid grid) throws GridException, InterruptedException {
    RunningJob job = last;
    boolean lost = code == Exit.ERROR;
    if (job == null || (code > Exit.MANY_FAILED && code != Exit.CANCELLED && !lost)) {
      return code;
    }
    long failed = code > Exit.MANY_FAILED ? 0 : code;
    int number = job.id().lastIndexOf('s') + 1;
    int stages = Integer.parseInt(job.id().substring(number));
    for (int stage = 1; stage < stages; stage++) {
      try (RunningJob other = grid.job(job.id().substring(0, number) + stage)) {
        JobStatus status = ended(other);
        lost |= tellLoss(status);
        failed += status.counts().failed();
        tellFailures(status, job);
        if (!grid.isEmbedded()) {
          tellResults(status);
        }
      }
    }
    return lost ? Exit.ERROR : failed > 0 ? Exit.of(failed, 0) : code;
  }

  private JobStatus ended(RunningJob job) throws GridException, InterruptedException {
    JobStatus status = job.status();
    for (int i = 0; i < MOST_PAUSES && status.state() == JobState.LOST; i++) {
      timing.pause().forDuration(PAUSE);
      status = job.status();
    }
    return status;
  }

  private boolean tellLoss(JobStatus status) {
    boolean lost = status.state() == JobState.LOST;
    if (lost) {
      talk.line("taskgrid: stage %s: %s".formatted(name(status), JobEnd.broken(status)));
    }
    return lost;
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
