package taskgrid.job;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import taskgrid.function.FunctionSource;
import taskgrid.function.TaskCall;
import taskgrid.function.TaskLanguage;
import taskgrid.task.GridException;
import taskgrid.task.JobOptions;

/**
 * Reads inputs as a submitter does and understands their lines as a member does, without a grid.
 */
public final class InputLines {
  private final FunctionSource functions;

  public InputLines(FunctionSource functions) {
    this.functions = functions;
  }

  /** Is told of one line after the other. */
  public interface Visitor {
    /**
     * @param task the line's number over all inputs
     */
    void line(long task, Place place, TaskCall call);
  }

  /**
   * Reads all lines.
   *
   * @throws GridException if an input cannot be read
   */
  public void read(List<Input> inputs, JobOptions options, Visitor visitor) throws GridException {
    TaskLanguage language = new TaskLanguage(functions, "", options);
    long task = 0;
    for (Input input : inputs) {
      input.check();
      try {
        InputStream in = input.open();
        try {
          task = read(input.name(), in, options.maxLine(), language, task, visitor);
        } finally {
          input.close(in);
        }
      } catch (IOException e) {
        throw new GridException("cannot read " + input.name() + ": " + e.getMessage(), e);
      }
    }
  }

  private static long read(
      String name, InputStream in, int maxLine, TaskLanguage language, long before, Visitor visitor)
      throws GridException {
    LineReader lines = new LineReader(new StreamBlocks(name, in, Long.MAX_VALUE), maxLine);
    long last = before;
    while (lines.next() == LineReader.Step.LINE) {
      last = before + lines.number();
      visitor.line(last, new Place(name, lines.number()), call(lines, language));
    }
    return last;
  }

  private static TaskCall call(LineReader line, TaskLanguage language) {
    return line.oversize()
        ? language.overlong(line.trueLength(), line.bytes(), line.length())
        : language.parse(line.bytes(), line.offset(), line.length());
  }
}
