package taskgrid.job;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import taskgrid.function.FunctionSource;
import taskgrid.function.TaskCall;
import taskgrid.function.TaskLanguage;
import taskgrid.task.JobOptions;

/**
 * What the submitting and reading side must know of a job's lines: which are tasks, and of what.
 */
final class LineMeaning {
  private final TaskLanguage language;

  LineMeaning(FunctionSource functions, String job, JobOptions options) {
    this.language = new TaskLanguage(functions, job, options);
  }

  /** Whether the reader's line is a blank line or a comment, and no data. */
  boolean skips(LineReader line) {
    return !line.oversize() && language.skips(line.bytes(), line.offset(), line.length());
  }

  /** The name of the function, the whole chain or the template; null where the line names none. */
  @Nullable String functionOf(byte @Nullable [] line) {
    String all = language.nameOfAll();
    if (all != null || line == null) {
      return all;
    }
    TaskCall call = language.parse(line, 0, line.length);
    if (call instanceof TaskCall.Call c) {
      return c.name();
    }
    return call instanceof TaskCall.Invalid invalid ? invalid.name() : null;
  }

  /** A copy of a line as the grid has it. */
  static byte[] copy(LineReader line) {
    return Arrays.copyOfRange(line.bytes(), line.offset(), line.offset() + line.length());
  }
}
