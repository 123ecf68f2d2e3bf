package taskgrid.cli.results;

import java.io.IOException;
import taskgrid.task.TaskResult;

/** Writes results one after the other. For one thread. */
public interface ResultWriter {
  void write(TaskResult result) throws IOException;

  /** Passes on all that was written so far, down to the operating system. */
  void flush() throws IOException;
}
