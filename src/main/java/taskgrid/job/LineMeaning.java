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
  private final @Nullable String chain;
  private final TaskLanguage language;

  LineMeaning(FunctionSource functions, String job, JobOptions options) {
    this.chain = options.function();
    this.language = new TaskLanguage(functions, job, chain, options.maxLine());
  }

  /** Whether the reader's line is a blank line or a comment in a plain file. */
  boolean skips(LineReader line) {
    return chain == null
        && !line.oversize()
        && TaskLanguage.skips(line.bytes(), line.offset(), line.length());
  }

  /** The name of the function or the whole chain; null where the line names none. */
  @Nullable String functionOf(byte @Nullable [] line) {
    if (chain != null || line == null) {
      return chain;
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
