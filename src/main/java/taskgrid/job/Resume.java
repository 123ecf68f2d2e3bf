package taskgrid.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.task.GridException;
import taskgrid.task.JobOptions;
import taskgrid.task.JobState;
import taskgrid.task.TaskResult;
import taskgrid.task.TaskState;

/**
 * Leaves out the lines that have succeeded in another job, wherever they stood there: a line that
 * is in the file three times and has succeeded twice is run once. What that job had resumed itself
 * counts too.
 */
final class Resume implements LineFilter {
  /** A submitter that lives is heard of every three seconds. */
  private static final long SILENT_MILLIS = 10_000;

  private static final long LOOK_MILLIS = 500;
  private static final int MOST_JOBS = 1_000;

  private final ContentCounts succeeded = new ContentCounts();
  private final BitSet skipped = new BitSet();
  private long decided;

  @Override
  public boolean skips(long number, LineReader line) {
    if (number > Integer.MAX_VALUE) {
      // Beyond two billion lines all are run.
      return false;
    }
    if (number > decided) {
      decided = number;
      if (!line.oversize() && succeeded.take(line.bytes(), line.offset(), line.length())) {
        skipped.set((int) number);
      }
    }
    return skipped.get((int) number);
  }

  /**
   * Reads what has succeeded in a job and in those that it resumed. Waits until nothing of them
   * runs any more.
   *
   * @param options of the job that is to run the rest
   * @param told takes a line for people now and then
   * @throws GridException if that job runs something else, or is still being sent
   */
  static Resume of(Jobs jobs, Job first, JobOptions options, Consumer<String> told)
      throws GridException, InterruptedException {
    Resume resume = new Resume();
    long lines = 0;
    List<String> read = new ArrayList<>();
    for (Job job = first; job != null && read.size() < MOST_JOBS; job = before(jobs, job, told)) {
      requireSame(job, options);
      awaitQuiet(jobs, job, told);
      lines += resume.read(job, told);
      read.add(job.id());
    }
    told.accept(
        "resume: %d lines succeeded in job %s and are not run again"
            .formatted(lines, String.join(", ", read)));
    return resume;
  }

  /** The job that this one resumed; null if there was none, or it is forgotten. */
  private static @Nullable Job before(Jobs jobs, Job job, Consumer<String> told)
      throws GridException {
    String id = job.options().resumes();
    Job kept = id == null ? null : jobs.findKept(id);
    if (id != null && kept == null) {
      told.accept("job " + id + " is forgotten: what succeeded only there runs again");
    }
    return kept;
  }

  private static void requireSame(Job job, JobOptions options) throws GridException {
    JobOptions theirs = job.options();
    if (!Objects.equals(theirs.function(), options.function())
        || !theirs.commands().equals(options.commands())) {
      throw new GridException(
          "job "
              + job.id()
              + " did something else with its lines: resume it with its own --function, --shell,"
              + " --each or --worker (bin/taskgrid job show "
              + job.id()
              + ")");
    }
  }

  private static void awaitQuiet(Jobs jobs, Job job, Consumer<String> told)
      throws GridException, InterruptedException {
    boolean said = false;
    while (true) {
      String why = whyNotYet(jobs, job);
      if (why == null) {
        return;
      }
      if (!said) {
        told.accept("resume: waits, for job " + job.id() + " " + why);
        said = true;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  /** What keeps its last word from having been spoken; null if it has. */
  private static @Nullable String whyNotYet(Jobs jobs, Job job) throws GridException {
    StatusQuery query = jobs.statusQuery();
    JobFacts facts = jobs.facts(job.id());
    Evidence evidence = query.evidence(facts);
    JobState state = DeriveState.of(evidence);
    if (state.ended() || state == JobState.STRANDED) {
      return null;
    }
    if (!evidence.sealed()
        && facts.left() == null
        && evidence.submitterSilentMillis() < SILENT_MILLIS) {
      return "may still be sent by its submitter, which was heard of less than 10 s ago";
    }
    long left = evidence.left();
    return left == 0 ? null : "still runs " + left + " tasks";
  }

  private long read(Job job, Consumer<String> told) throws GridException, InterruptedException {
    long lines = 0;
    try (ResultReader reader = job.results(new ResultOptions(false, true, false))) {
      while (true) {
        TaskResult result = reader.poll(Duration.ofSeconds(1));
        if (result == null && reader.ended()) {
          break;
        }
        byte[] line = result == null ? null : result.input();
        if (result != null && result.state() == TaskState.SUCCEEDED && line != null) {
          succeeded.add(line);
          lines++;
        }
      }
      if (reader.dropped() > 0) {
        told.accept(
            "%d results of job %s are not kept any more (--keep): their lines run again"
                .formatted(reader.dropped(), job.id()));
      }
    }
    return lines;
  }
}
