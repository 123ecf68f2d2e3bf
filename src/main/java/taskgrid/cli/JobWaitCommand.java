package taskgrid.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import taskgrid.cli.values.DurationValue;
import taskgrid.task.GridException;
import taskgrid.task.JobState;
import taskgrid.task.JobStatus;

/** {@code job wait}. */
@Command(
    name = "wait",
    sortOptions = false,
    description = "Waits until the jobs have ended.",
    footer = {
      "%nExamples:",
      "  bin/taskgrid job wait last && echo all succeeded",
      "  bin/taskgrid job wait k3f9a2 m7x01b --timeout 30m",
      "%nExit code: as submit's over all the jobs; 124 --timeout reached; 255 if one is lost or",
      "stranded."
    })
final class JobWaitCommand extends GridCommand {
  private static final Duration FIRST_LOOK = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /** While members come and go, what they have may look lost for a moment. */
  private static final long LOST_NANOS = Duration.ofSeconds(10).toNanos();

  @Parameters(
      paramLabel = "ID",
      arity = "1..*",
      description = "Ids of jobs, unique beginnings of them, or last.")
  List<String> ids = new ArrayList<>();

  @Option(
      names = "--timeout",
      paramLabel = "D",
      converter = DurationValue.class,
      description = "Wait no longer than this; exit code 124.")
  @Nullable Duration timeout;

  JobWaitCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(OpenGrid open) throws GridException, IOException, InterruptedException {
    List<RunningJob> jobs = new ArrayList<>();
    for (String id : ids) {
      jobs.add(open.job(id));
    }
    long began = surroundings.timing().nanos().getAsLong();
    List<JobStatus> ended = new ArrayList<>();
    for (RunningJob job : jobs) {
      JobStatus status = await(job, began);
      if (status == null) {
        surroundings.console().talk().line("job " + job.id() + " has not ended yet");
        return Exit.WAIT_TIMEOUT;
      }
      ended.add(status);
    }
    return report(ended);
  }

  /** The status of a job that goes on no more; null if time is up. */
  private @Nullable JobStatus await(RunningJob job, long began)
      throws GridException, InterruptedException {
    Duration pause = FIRST_LOOK;
    long lostSince = Long.MAX_VALUE;
    while (true) {
      JobStatus status = job.status();
      long now = surroundings.timing().nanos().getAsLong();
      lostSince = status.state() == JobState.LOST ? Math.min(lostSince, now) : Long.MAX_VALUE;
      boolean surely = status.state() != JobState.LOST || now - lostSince >= LOST_NANOS;
      if (JobEnd.isOver(status) && surely) {
        return status;
      }
      long passed = now - began;
      Duration left = timeout == null ? LONGEST_PAUSE : timeout.minusNanos(passed);
      if (left.isNegative() || left.isZero()) {
        return null;
      }
      surroundings.timing().pause().forDuration(pause.compareTo(left) < 0 ? pause : left);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
  }

  private int report(List<JobStatus> ended) throws IOException {
    if (output.style == OutputStyle.JSON) {
      show(new JobsShown(ended, surroundings.timing().clock().instant()));
    }
    long failed = 0;
    long cancelled = 0;
    boolean broken = false;
    for (JobStatus job : ended) {
      failed += job.counts().failed();
      cancelled += JobEnd.cancelled(job, job.counts().cancelled());
      broken |= JobEnd.isBroken(job);
      if (output.style == OutputStyle.TABLE) {
        surroundings.console().talk().line(line(job));
      }
    }
    return broken ? Exit.ERROR : Exit.of(failed, cancelled);
  }

  private String line(JobStatus job) {
    return JobEnd.isBroken(job)
        ? "taskgrid: " + JobEnd.broken(job)
        : new Summary(
                job.id(),
                job.counts().succeeded(),
                job.counts().failed(),
                job.counts().cancelled(),
                Spans.lasted(job, surroundings.timing().clock().instant()).toNanos(),
                job.members().size())
            .line();
  }
}
