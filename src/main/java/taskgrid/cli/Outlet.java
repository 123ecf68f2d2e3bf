package taskgrid.cli;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import taskgrid.cli.results.OutputBuffer;
import taskgrid.cli.results.ResultFormat;
import taskgrid.cli.results.ResultWriter;
import taskgrid.cli.terminal.SharedTerminal;
import taskgrid.task.JobOptions;
import taskgrid.task.TaskResult;

/** Where results go: standard output or a file, in one of the formats. For one thread. */
final class Outlet implements AutoCloseable {
  private final OutputBuffer buffer;
  private final ResultWriter writer;

  /** What messages call the file; null for standard output, which explains itself. */
  private final @Nullable Path file;

  private final @Nullable Joblog joblog;

  private Outlet(
      OutputStream out,
      ResultFormat format,
      boolean tag,
      @Nullable Path file,
      @Nullable Joblog joblog)
      throws IOException {
    this.joblog = joblog;
    this.buffer = new OutputBuffer(out);
    this.writer = format.writer(buffer, tag);
    this.file = file;
  }

  /**
   * @param joblog where results are noted too, closed with this; null = nowhere
   */
  static Outlet standardOutput(
      Console console, ResultFormat format, boolean tag, @Nullable Joblog joblog)
      throws IOException {
    boolean shared = console.outIsTerminal() && console.errIsTerminal();
    OutputStream out = shared ? new SharedTerminal(console.out(), console.talk()) : console.out();
    return new Outlet(out, format, tag, null, joblog);
  }

  /** Where results of jobs go that are started here, one after the other. */
  static Outlet of(Surroundings surroundings, DeliveryArguments arguments) throws IOException {
    ResultArguments results = arguments.results;
    Joblog joblog =
        arguments.joblog == null ? null : new Joblog(arguments.joblog, surroundings.language());
    return arguments.output == null
        ? standardOutput(surroundings.console(), results.format, results.tag, joblog)
        : file(arguments.output, results.format, results.tag, joblog);
  }

  /** What comes now are results of a job with these options. */
  void begin(JobOptions options) {
    if (joblog != null) {
      joblog.begin(options);
    }
  }

  static Outlet file(Path file, ResultFormat format, boolean tag, @Nullable Joblog joblog)
      throws IOException {
    return new Outlet(create(file), format, tag, file, joblog);
  }

  /**
   * Begins a file, also in place of one that is there.
   *
   * @throws Refused if it cannot be written
   */
  static OutputStream create(Path file) {
    if (Files.isDirectory(file)) {
      throw new Refused("cannot write " + file + ": it is a directory");
    }
    try {
      return new FileOutputStream(file.toFile());
    } catch (IOException e) {
      throw new Refused("cannot write " + e.getMessage());
    }
  }

  void write(TaskResult result) throws IOException {
    try {
      writer.write(result);
    } catch (IOException e) {
      throw explained(e);
    }
    if (joblog != null) {
      joblog.write(result);
    }
  }

  void flush() throws IOException {
    try {
      writer.flush();
    } catch (IOException e) {
      throw explained(e);
    }
    if (joblog != null) {
      joblog.flush();
    }
  }

  long bytesWritten() {
    return buffer.written();
  }

  @Override
  public void close() throws IOException {
    try (joblog) {
      if (file != null) {
        buffer.close();
      }
    }
  }

  private IOException explained(IOException e) {
    return file == null ? e : new IOException("cannot write " + file + ": " + e.getMessage(), e);
  }
}
