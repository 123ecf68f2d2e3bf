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
import taskgrid.task.TaskNumbers;
import taskgrid.task.TaskResult;
import taskgrid.task.TaskState;

/**
 * The items of a stage that failed and were not tried again since, as the input of a pipeline.
 *
 * @param tasks their numbers in the stage
 * @param input their lines, in the order of these numbers
 */
public record DeadLetters(TaskNumbers tasks, Input input) {
  /** Takes one after the other. */
  @FunctionalInterface
  public interface Sink {
    void take(TaskResult failed) throws IOException;
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
    try (ResultReader reader = stage.results(new ResultOptions(true, true, false))) {
      for (TaskResult result = reader.next(); result != null; result = reader.next()) {
        long task = result.task();
        if (result.state() == TaskState.FAILED
            && retried.stream().noneMatch(tasks -> tasks.contains(task))) {
          sink.take(result);
        }
      }
    }
  }
}
