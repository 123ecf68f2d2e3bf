package taskgrid.real;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A command that was started through bin/, while it runs and after. */
final class Launched {
  private final List<String> command;
  private final Process process;
  private final Said out;
  private final Said err;
  private final CompletableFuture<Duration> lasted;

  Launched(List<String> command, Process process, long began) {
    this.command = command;
    this.process = process;
    this.out = new Said(process.getInputStream(), "stdout of " + process.pid());
    this.err = new Said(process.getErrorStream(), "stderr of " + process.pid());
    this.lasted = process.onExit().thenApply(ended -> Duration.ofNanos(System.nanoTime() - began));
  }

  Said out() {
    return out;
  }

  Said err() {
    return err;
  }

  /** The launchers become what they launch, so it is also the JVM's. */
  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Writes to its standard input, at once. */
  void type(String text) throws IOException {
    OutputStream in = process.getOutputStream();
    in.write(text.getBytes(UTF_8));
    in.flush();
  }

  void endInput() throws IOException {
    process.getOutputStream().close();
  }

  /** Sends it a signal by name, as in KILL, TERM, INT, STOP, CONT. */
  void signal(String name) throws Exception {
    Process kill =
        new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).inheritIO().start();
    if (kill.waitFor() != 0) {
      throw new IOException("kill -" + name + " " + process.pid() + " did not work");
    }
  }

  /** Waits for its end. */
  Ran ended() throws Exception {
    return ended(Patience.USUAL);
  }

  /** Waits for its end; one that lasts longer is killed, after its threads were written down. */
  Ran ended(Duration patience) throws Exception {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      String said = out.text() + err.text();
      Path threads = writeThreads(err.text().length());
      kill();
      throw new AssertionError(
          "does not end (threads: " + threads + "): " + this + "\nit said: " + said);
    }
    return new Ran(process.exitValue(), out.whole(), new String(err.whole(), UTF_8), lasted.get());
  }

  /** What its threads do, which a JVM says on stderr when it is asked. */
  private Path writeThreads(int before) throws Exception {
    Path file = Bin.HOME.resolve("target/threads-of-" + process.pid() + ".txt");
    signal("QUIT");
    Files.writeString(
        file, err.await("its threads", text -> text.contains("\nHeap")).substring(before));
    return file;
  }

  /**
   * As {@code kill -9}, with no process started for it: what is killed next dies in the same
   * moment, however busy the machine is.
   */
  void crash() {
    process.destroyForcibly();
  }

  /**
   * Kills it if it still runs. One that has ended is left alone: Java would wait for whatever
   * process has its number now.
   */
  void kill() {
    if (process.isAlive()) {
      process.destroyForcibly().onExit().join();
    }
  }

  @Override
  public String toString() {
    return String.join(" ", command);
  }
}
