package taskgrid.job;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import taskgrid.task.GridException;
import taskgrid.task.JobOptions;
import taskgrid.task.JobStatus;
import taskgrid.task.Stage;
import taskgrid.task.TaskNumbers;
import taskgrid.task.TaskResult;
import taskgrid.task.TaskState;

/**
 * The items of a stage that failed and were not tried again since, as the input of a pipeline. Of a
 * pipeline that is itself such another try, also those that were cancelled: they are noted as tried
 * again where they failed, and would be nowhere else. What is cancelled in any other pipeline was
 * stopped on purpose.
 *
 * @param tasks their numbers in the stage, ascending as their lines do
 * @param input their lines, in the order of these numbers
 */
public record DeadLetters(TaskNumbers tasks, Input input) {
  /** Takes one after the other. */
  @FunctionalInterface
  public interface Sink {
    void take(TaskResult failed) throws IOException;
  }

  /** Whether a stage may have some, from its counts alone. */
  public static boolean mayBeIn(JobStatus stage) {
    return stage.counts().failed() > 0
        || (stage.counts().cancelled() > 0 && isAnotherTry(stage.options()));
  }

  private static boolean isAnotherTry(JobOptions options) {
    Stage stage = options.stage();
    return stage != null && stage.retried() != null;
  }

  /**
   * Those of a stage as far as it has come, in a file that goes with this process.
   *
   * @param name what messages call that file
   * @return nothing if there are none that can be tried again
   */
  static Optional<DeadLetters> of(Job stage, String name)
      throws GridException, InterruptedException {
    try {
      Path file = Files.createTempFile("taskgrid-retry-", ".txt");
      file.toFile().deleteOnExit();
      LongStream.Builder bounds = LongStream.builder();
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
        forEach(
            stage,
            failed -> {
              byte[] line = failed.input();
              if (line != null && Retry.isWhole(failed)) {
                bounds.add(failed.task()).add(failed.task());
                out.write(line);
                out.write('\n');
              }
            });
      }
      long[] all = bounds.build().toArray();
      return all.length == 0
          ? Optional.empty()
          : Optional.of(new DeadLetters(TaskNumbers.of(all), Input.named(name, file)));
    } catch (IOException e) {
      throw new GridException("cannot note the items of " + name + ": " + e.getMessage(), e);
    }
  }

  /** The same without a file, whether they can be tried again or not. */
  static void forEach(Job stage, Sink sink)
      throws GridException, IOException, InterruptedException {
    List<TaskNumbers> retried = stage.retried();
    boolean cancelledToo = isAnotherTry(stage.options());
    try (ResultReader reader = stage.results(new ResultOptions(true, true, false))) {
      for (TaskResult result = reader.next(); result != null; result = reader.next()) {
        long task = result.task();
        TaskState state = result.state();
        if ((state == TaskState.FAILED || (state == TaskState.CANCELLED && cancelledToo))
            && retried.stream().noneMatch(tasks -> tasks.contains(task))) {
          sink.take(result);
        }
      }
    }
  }
}
