package taskgrid.job;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import taskgrid.task.FailureKind;
import taskgrid.task.GridException;
import taskgrid.task.Stage;
import taskgrid.task.TaskResult;
import taskgrid.task.TaskState;

/**
 * The tasks of a job that did not succeed, under the numbers that they had there: a file of its
 * lines, in which those of all others are empty and left out.
 */
final class Retry implements LineFilter {
  private final BitSet chosen;
  private final Input input;

  private Retry(BitSet chosen, Input input) {
    this.chosen = chosen;
    this.input = input;
  }

  @Override
  public boolean skips(long number, LineReader line) {
    return !chosen.get((int) number);
  }

  Input input() {
    return input;
  }

  /**
   * Reads what did not succeed.
   *
   * @param failedOnly whether cancelled tasks are left out
   * @throws GridException if the job has not ended, its numbers are not those of lines, or some of
   *     its results are not kept any more
   */
  static Retry of(Job job, boolean failedOnly) throws GridException, InterruptedException {
    requireLines(job);
    try {
      Path file = Files.createTempFile("taskgrid-retry-", ".txt");
      file.toFile().deleteOnExit();
      BitSet chosen = new BitSet();
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
          ResultReader reader = job.results(new ResultOptions(true, true, false))) {
        note(reader, failedOnly, out, chosen);
        if (reader.dropped() > 0) {
          throw new GridException(
              "%d results of job %s are not kept any more (--keep), and which of them failed is not known"
                  .formatted(reader.dropped(), job.id()));
        }
      }
      return new Retry(chosen, Input.named("job " + job.id(), file));
    } catch (IOException e) {
      throw new GridException(
          "cannot note the lines of job " + job.id() + ": " + e.getMessage(), e);
    }
  }

  /** A job that has ended, and whose tasks have the numbers of lines. */
  private static void requireLines(Job job) throws GridException {
    Stage stage = job.options().stage();
    if (stage != null && stage.spread() > 0) {
      throw new GridException(
          "the tasks of job %s are not numbered by lines, for it is behind a flat stage: bin/taskgrid pipeline retry %s runs what failed there"
              .formatted(job.id(), stage.title()));
    }
    var state = job.status().state();
    if (!state.ended()) {
      throw new GridException(
          "job %s is %s: wait for it, or cancel it first".formatted(job.id(), state.word()));
    }
  }

  /** Writes the lines of those that are chosen, each under its number. */
  private static void note(ResultReader reader, boolean failedOnly, OutputStream out, BitSet chosen)
      throws GridException, IOException, InterruptedException {
    long line = 1;
    for (TaskResult result = reader.next(); result != null; result = reader.next()) {
      byte[] bytes = result.input();
      if (bytes != null && isChosen(result, failedOnly)) {
        for (; line < result.task(); line++) {
          out.write('\n');
        }
        out.write(bytes);
        out.write('\n');
        line++;
        chosen.set(Math.toIntExact(result.task()));
      }
    }
  }

  private static boolean isChosen(TaskResult result, boolean failedOnly) {
    return result.state() == TaskState.FAILED
        ? isWhole(result)
        : result.state() == TaskState.CANCELLED && !failedOnly;
  }

  /** Of an over-long line the grid has only the beginning, which must not be run. */
  static boolean isWhole(TaskResult failed) {
    String error = failed.error();
    return failed.kind() != FailureKind.INVALID
        || error == null
        || !error.contains("is longer than --max-line");
  }
}
