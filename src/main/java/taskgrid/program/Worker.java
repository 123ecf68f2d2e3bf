package taskgrid.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A running copy of a program that is given lines and answers each with a line. For one thread at a
 * time.
 */
final class Worker implements Child {
  /** Of what it says on standard error, the end is kept. */
  private static final int MOST_ERRORS = 3_000;

  private static final int MANY = 1 << 16;

  /** So long one that has closed its output may take to end. */
  private static final long END_MILLIS = 300;

  private static final String NUMBER = "TASKGRID_WORKER";

  private final Kind kind;
  private final Process process;
  private final List<String> variables;
  private final OutputStream in;
  private final InputStream out;
  private final byte[] some = new byte[MANY];
  private final Thread errorReader;
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private int position;
  private int limit;
  private volatile boolean broken;

  /** Who waits for its answer; changed under the monitor. */
  private volatile @Nullable Thread asker;

  /** Whether it was ended because its asker was interrupted. */
  private volatile boolean unwanted;

  /** What must be equal for one worker to stand for another. */
  record Kind(String job, String command, Surroundings surroundings, int maxValue) {}

  /** What became of a line. */
  sealed interface Answer {
    /** It was answered. */
    record Line(byte[] bytes) implements Answer {}

    /** The answer is longer than it may be. */
    record TooLong() implements Answer {}

    /** There is no answer, for the worker has closed its output, or has ended. */
    record End() implements Answer {}
  }

  private Worker(Kind kind, Process process, List<String> variables) {
    this.kind = kind;
    this.process = process;
    this.variables = variables;
    this.in = process.getOutputStream();
    this.out = process.getInputStream();
    this.errorReader = thread(this::readErrors, "taskgrid-worker-errors-" + process.pid());
  }

  /**
   * Starts a worker.
   *
   * @param number distinguishes it from all others of this member
   * @throws IOException if there is no shell, or no such folder
   */
  static Worker start(Kind kind, String guard, long number) throws IOException {
    ProcessBuilder builder = Session.shell(kind.surroundings(), guard, "-c", kind.command());
    builder.environment().put(NUMBER, Long.toString(number));
    builder.environment().put("TASKGRID_JOB", kind.job());
    List<String> variables = List.of(OrphanGuard.VARIABLE + "=" + guard, NUMBER + "=" + number);
    Worker worker = new Worker(kind, builder.start(), variables);
    worker.errorReader.start();
    return worker;
  }

  private static Thread thread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  Kind kind() {
    return kind;
  }

  /**
   * Gives it a line and waits for what it says. Called on the thread that is to be interrupted: a
   * thread that reads a pipe cannot be, so whoever looks after workers ends the worker then, with
   * {@link #endIfUnwanted}.
   *
   * @throws InterruptedException if the thread was interrupted; the worker is not usable any more
   */
  Answer ask(byte[] line) throws InterruptedException {
    asker = Thread.currentThread();
    try {
      Answer answer = answer(line);
      broken |= !(answer instanceof Answer.Line);
      return answer;
    } finally {
      synchronized (this) {
        // From here on nobody ends it because this thread is interrupted for something else.
        asker = null;
      }
      if (unwanted) {
        broken = true;
        throwInterrupted();
      }
    }
  }

  private static void throwInterrupted() throws InterruptedException {
    Thread.interrupted();
    throw new InterruptedException();
  }

  private Answer answer(byte[] line) {
    byte[] all = Arrays.copyOf(line, line.length + 1);
    all[line.length] = '\n';
    try {
      in.write(all);
      in.flush();
    } catch (IOException e) {
      // It does not read any more; why, it may have said.
    }
    try {
      return read();
    } catch (IOException e) {
      return new Answer.End();
    }
  }

  private Answer read() throws IOException {
    ByteArrayOutputStream said = null;
    while (true) {
      for (int at = position; at < limit; at++) {
        if (some[at] == '\n') {
          byte[] line = line(said, at);
          position = at + 1;
          return line.length > kind.maxValue() ? new Answer.TooLong() : new Answer.Line(line);
        }
      }
      if (position < limit) {
        said = said == null ? new ByteArrayOutputStream() : said;
        said.write(some, position, limit - position);
        if (said.size() > kind.maxValue()) {
          return new Answer.TooLong();
        }
      }
      position = 0;
      limit = Math.max(0, out.read(some));
      if (limit == 0) {
        return new Answer.End();
      }
    }
  }

  private byte[] line(@Nullable ByteArrayOutputStream before, int end) {
    if (before == null) {
      return Arrays.copyOfRange(some, position, end);
    }
    before.write(some, position, end - position);
    return before.toByteArray();
  }

  /** Whether it has said something that nobody has asked for. */
  boolean isOutOfStep() {
    try {
      return position < limit || out.available() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Begins to end it if the thread that waits for its answer was interrupted. */
  void endIfUnwanted() {
    synchronized (this) {
      Thread waiting = asker;
      if (unwanted || waiting == null || !waiting.isInterrupted()) {
        return;
      }
      unwanted = true;
    }
    thread(this::endQuietly, "taskgrid-worker-end-" + process.pid()).start();
  }

  private void readErrors() {
    try (InputStream err = process.getErrorStream()) {
      byte[] some = new byte[MOST_ERRORS];
      for (int n = err.read(some); n >= 0; n = err.read(some)) {
        synchronized (errors) {
          errors.write(some, 0, n);
          if (errors.size() > 2 * MOST_ERRORS) {
            byte[] all = errors.toByteArray();
            errors.reset();
            errors.write(all, all.length - MOST_ERRORS, MOST_ERRORS);
          }
        }
      }
    } catch (IOException e) {
      // As above.
    }
  }

  /**
   * The end of what it has said on standard error; waits a moment for a worker that ends to have
   * said all.
   */
  String errors() throws InterruptedException {
    errorReader.join(END_MILLIS);
    synchronized (errors) {
      byte[] all = errors.toByteArray();
      int from = Math.max(0, all.length - MOST_ERRORS);
      return new String(all, from, all.length - from, UTF_8).strip();
    }
  }

  /** Its exit status, if it ends within a moment; null if it goes on without its output. */
  @Nullable Integer status() throws InterruptedException {
    return process.waitFor(END_MILLIS, TimeUnit.MILLISECONDS) ? process.exitValue() : null;
  }

  @Override
  public boolean usable() {
    return !broken && process.isAlive();
  }

  /** Ends it, and all that it has started. */
  void end() throws InterruptedException {
    broken = true;
    ProcessHandle shell = process.toHandle();
    shell.destroy();
    new ProcessTree(shell, variables).end(() -> !shell.isAlive());
    process.destroyForcibly();
  }

  /** A worker at the end of its input ends by itself; one that does not is ended. */
  @Override
  public void close() {
    thread(this::finish, "taskgrid-worker-end-" + process.pid()).start();
  }

  private void endQuietly() {
    try {
      end();
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }

  private void finish() {
    try {
      in.close();
    } catch (IOException e) {
      // It has ended.
    }
    try {
      if (!process.waitFor(END_MILLIS, TimeUnit.MILLISECONDS)) {
        end();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }
}
