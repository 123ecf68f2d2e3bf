package taskgrid.program;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One running shell, which is told what to run over its standard input and forks for each command:
 * several times as fast as to start a process from Java. What a command prints goes to two files,
 * so that nothing of the next one can be mixed with it. For one thread at a time.
 */
final class Shell implements Child {
  /** Names of files go through the environment, for only Java knows how the system writes them. */
  private static final String BEGIN =
      """
      _taskgrid_out=$TASKGRID_OUT _taskgrid_err=$TASKGRID_ERR
      unset TASKGRID_OUT TASKGRID_ERR
      export TASKGRID_JOB TASKGRID_TASK TASKGRID_ATTEMPT
      """;

  /** The shell's answer after its end. */
  private static final String GONE = "gone";

  private final Process process;
  private final String guard;
  private final OutputStream in;
  private final Path out;
  private final Path err;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private boolean gone;
  private boolean busy;
  private String running = "";

  private Shell(Process process, String guard, Path out, Path err) {
    this.process = process;
    this.guard = guard;
    this.in = process.getOutputStream();
    this.out = out;
    this.err = err;
  }

  /**
   * Starts a shell.
   *
   * @param files the beginning of the names of its files, which nobody else uses
   * @throws IOException if there is no shell, or no such folder
   */
  static Shell start(Surroundings surroundings, String guard, Path files) throws IOException {
    ProcessBuilder builder = Session.shell(surroundings, guard);
    Path out = files.resolveSibling(files.getFileName() + ".out");
    Path err = files.resolveSibling(files.getFileName() + ".err");
    builder.environment().put("TASKGRID_OUT", out.toString());
    builder.environment().put("TASKGRID_ERR", err.toString());
    builder.redirectError(Redirect.DISCARD);
    Shell shell = new Shell(builder.start(), guard, out, err);
    Thread reader = new Thread(shell::read, "taskgrid-shell-" + shell.process.pid());
    reader.setDaemon(true);
    reader.start();
    shell.tell(BEGIN.getBytes(US_ASCII));
    return shell;
  }

  /** The only reader of its standard output: a thread that reads a pipe cannot be interrupted. */
  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        answers.add(line);
      }
    } catch (IOException e) {
      // It is closed under our hands when the shell is killed.
    }
    answers.add(GONE);
  }

  /** Begins a command; {@link #await} tells its end. */
  void begin(byte[] command, String job, long task, int attempt) throws IOException {
    ByteArrayOutputStream script = new ByteArrayOutputStream(command.length + 256);
    running = "TASKGRID_JOB=" + job + " TASKGRID_TASK=" + task + " TASKGRID_ATTEMPT=" + attempt;
    script.writeBytes(("(" + running + "\n").getBytes(US_ASCII));
    if (SimpleCommand.of(command).program() != null) {
      // As it is, and the shell's fork becomes the program; through eval it would fork once more.
      script.writeBytes(command);
    } else {
      script.writeBytes("eval '".getBytes(US_ASCII));
      quote(command, script);
      script.write('\'');
    }
    script.writeBytes(
        "\n) >\"$_taskgrid_out\" 2>\"$_taskgrid_err\" </dev/null; echo $?\n".getBytes(US_ASCII));
    busy = true;
    tell(script.toByteArray());
  }

  private static void quote(byte[] text, ByteArrayOutputStream into) {
    for (byte b : text) {
      if (b == '\'') {
        into.writeBytes("'\\''".getBytes(US_ASCII));
      } else {
        into.write(b);
      }
    }
  }

  private void tell(byte[] script) throws IOException {
    in.write(script);
    in.flush();
  }

  /**
   * Waits for the command's end.
   *
   * @return its status, 128 and the signal's number if it was killed, -1 if its shell is gone too;
   *     null if it still runs after that time
   */
  @Nullable Integer await(long millis) throws InterruptedException {
    String answer = answers.poll(millis, TimeUnit.MILLISECONDS);
    if (answer == null) {
      return null;
    }
    gone |= answer.equals(GONE);
    busy = false;
    return gone ? -1 : Integer.parseInt(answer);
  }

  @Override
  public boolean usable() {
    return !gone && !busy && process.isAlive();
  }

  /** Bytes that the command has printed so far. */
  long printed() throws IOException {
    return size(out);
  }

  /** What the command has printed. */
  byte[] output() throws IOException {
    return read(out);
  }

  /** The end of what it has printed to standard error. */
  byte[] errors(int most) throws IOException {
    if (size(err) <= most) {
      return read(err);
    }
    try (var file = Files.newByteChannel(err)) {
      file.position(file.size() - most);
      return Channels.newInputStream(file).readNBytes(most);
    }
  }

  long errorBytes() throws IOException {
    return size(err);
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  private static byte[] read(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }

  /** Whoever the command has left behind writes to files that have no name any more. */
  void forgetOutput() throws IOException {
    Files.deleteIfExists(out);
    Files.deleteIfExists(err);
  }

  /** Ends what runs in it; the shell stays. */
  void endCommand() throws InterruptedException {
    List<String> variables = new ArrayList<>(List.of(running.split(" ")));
    variables.add(OrphanGuard.VARIABLE + "=" + guard);
    new ProcessTree(process.toHandle(), variables).end(this::isOver);
  }

  private boolean isOver() {
    try {
      return !busy || await(0) != null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      forgetOutput();
    } catch (IOException e) {
      // The folder is gone: so are they.
    }
  }
}
