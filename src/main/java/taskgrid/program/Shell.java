package taskgrid.program;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  /** In place of a status: the shell is gone. */
  static final int GONE = -1;

  private final Process process;
  private final String guard;
  private final OutputStream in;
  private final InputStream answers;
  private final Path out;
  private final Path err;
  private boolean gone;

  /** What distinguishes the command that runs; empty between two. */
  private volatile String running = "";

  /** Who waits for the end of the command; changed under the monitor. */
  private @Nullable Thread asker;

  /** The longest output, in bytes, as for the command that runs; under the monitor. */
  private int maxOutput;

  /** Who ends the command that runs, and why; changed under the monitor. */
  private @Nullable Ending ending;

  /** How a command came to its end. */
  enum End {
    /** By itself. */
    OWN,
    /** The thread that waited for it was interrupted. */
    INTERRUPTED,
    /** It had printed too much, and did not stop. */
    OUTPUT
  }

  private record Ending(End why, Thread thread) {}

  /**
   * What became of a command.
   *
   * @param status its own, 128 and the signal's number if it was killed, {@link #GONE}
   */
  record Outcome(int status, End end) {}

  private Shell(Process process, String guard, Path out, Path err) {
    this.process = process;
    this.guard = guard;
    this.in = process.getOutputStream();
    this.answers = process.getInputStream();
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
    shell.in.write(BEGIN.getBytes(US_ASCII));
    return shell;
  }

  /**
   * Runs a command and waits for its end. Called on the thread that is to be interrupted: a thread
   * that reads a pipe cannot be, so whoever looks after shells ends the command then, with {@link
   * #endIfInterrupted}.
   *
   * @param marks {@code NAME=VALUE} of what goes into its environment, which together no other
   *     command has
   * @param maxOutput the longest output, in bytes; of one that has printed more and goes on, the
   *     end is not waited for
   */
  Outcome run(byte[] command, String marks, int maxOutput) throws IOException {
    byte[] script = script(command, marks);
    synchronized (this) {
      running = marks;
      this.maxOutput = maxOutput;
      asker = Thread.currentThread();
    }
    int status = GONE;
    try {
      in.write(script);
      in.flush();
      status = status();
    } catch (IOException e) {
      // It was killed, and its pipe is closed under our hands.
    }
    gone |= status == GONE;
    Ending by;
    synchronized (this) {
      // From here on nobody ends it because this thread is interrupted for something else.
      asker = null;
      running = "";
      by = ending;
      ending = null;
    }
    if (by == null) {
      return new Outcome(status, End.OWN);
    }
    // It ends whatever runs in this shell, so that must not be the next command.
    joinUninterruptibly(by.thread());
    return new Outcome(status, by.why());
  }

  private static void joinUninterruptibly(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads the line with the status of a command. */
  private int status() throws IOException {
    int status = 0;
    for (int digit = answers.read(); digit != '\n'; digit = answers.read()) {
      if (digit < 0) {
        return GONE;
      }
      status = 10 * status + digit - '0';
    }
    return status;
  }

  private static byte[] script(byte[] command, String marks) {
    ByteArrayOutputStream script = new ByteArrayOutputStream(command.length + 256);
    script.writeBytes(("(" + marks + "\n").getBytes(US_ASCII));
    SimpleCommand simple = SimpleCommand.of(command);
    byte[] inner = simple.script();
    if (simple.program() != null && inner == null) {
      // As it is, and the shell's fork becomes the program; through eval it would fork once more.
      script.writeBytes(command);
    } else {
      script.writeBytes("eval '".getBytes(US_ASCII));
      quote(inner == null ? command : inner, script);
      script.write('\'');
    }
    script.writeBytes(
        "\n) >\"$_taskgrid_out\" 2>\"$_taskgrid_err\" </dev/null; echo $?\n".getBytes(US_ASCII));
    return script.toByteArray();
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

  /** Begins to end the command that runs if the thread that waits for it was interrupted. */
  synchronized void endIfInterrupted() {
    if (asker != null && asker.isInterrupted()) {
      end(End.INTERRUPTED);
    }
  }

  /** The same if it has printed too much: output without end must not fill the disk. */
  synchronized void endIfEndless() {
    try {
      if (asker != null && printed() > maxOutput) {
        end(End.OUTPUT);
      }
    } catch (IOException e) {
      // Then its output cannot be read either, which is told when it has ended.
    }
  }

  private synchronized void end(End why) {
    if (ending == null) {
      // Only of this command: by the time that the thread begins it may be over.
      List<String> variables = new ArrayList<>(List.of(running.split(" ")));
      variables.add(OrphanGuard.VARIABLE + "=" + guard);
      Thread thread = new Thread(() -> end(variables), "taskgrid-shell-end-" + process.pid());
      thread.setDaemon(true);
      ending = new Ending(why, thread);
      thread.start();
    }
  }

  /** Ends what runs in it; the shell stays. */
  private void end(List<String> variables) {
    try {
      new ProcessTree(process.toHandle(), variables).end(() -> running.isEmpty());
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }

  @Override
  public boolean usable() {
    return !gone && running.isEmpty() && process.isAlive();
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
