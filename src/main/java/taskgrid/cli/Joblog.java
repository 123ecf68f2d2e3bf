package taskgrid.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import taskgrid.cli.results.JoblogResults;
import taskgrid.cli.results.OutputBuffer;
import taskgrid.function.FunctionSource;
import taskgrid.function.LineCheck;
import taskgrid.function.TaskCall;
import taskgrid.function.TaskLanguage;
import taskgrid.task.Commands;
import taskgrid.task.JobOptions;
import taskgrid.task.TaskResult;

/** The file of {@code --joblog}. For one thread. */
final class Joblog implements AutoCloseable {
  private final Path file;
  private final OutputBuffer buffer;
  private final JoblogResults results;
  private final FunctionSource functions;
  private TaskLanguage language;
  private boolean filled;

  /**
   * @throws Refused if it cannot be written
   */
  Joblog(Path file, Language language) throws IOException {
    this.file = file;
    this.functions = language.functions();
    this.language = new TaskLanguage(functions, "", JobOptions.DEFAULT);
    buffer = new OutputBuffer(Outlet.create(file));
    results = new JoblogResults(buffer, this::command);
  }

  /** What comes now are tasks of a job with these options. */
  void begin(JobOptions options) {
    language = new TaskLanguage(functions, "", options);
    filled = options.commands().form() == Commands.Form.EACH;
  }

  void write(TaskResult result) throws IOException {
    try {
      results.write(result);
    } catch (IOException e) {
      throw explained(e);
    }
  }

  void flush() throws IOException {
    try {
      results.flush();
    } catch (IOException e) {
      throw explained(e);
    }
  }

  private IOException explained(IOException e) {
    return new IOException("cannot write " + file + ": " + e.getMessage(), e);
  }

  /** What ran: the template with its line, else the function and its line, else the line alone. */
  private byte[] command(TaskResult result) {
    byte[] line = result.input() == null ? new byte[0] : result.input();
    if (filled && language.parse(line, 0, line.length) instanceof TaskCall.Call call) {
      return LineCheck.shown(call, result.task());
    }
    String name = language.nameOfAll();
    if (name == null || filled || language.isShell()) {
      return line;
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes((name + " ").getBytes(UTF_8));
    all.writeBytes(line);
    return all.toByteArray();
  }

  @Override
  public void close() throws IOException {
    buffer.close();
  }
}
