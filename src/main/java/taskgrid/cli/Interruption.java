package taskgrid.cli;

import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import taskgrid.cli.terminal.Signals;
import taskgrid.cli.terminal.Talk;
import taskgrid.task.GridException;

/**
 * What signals do to a submitter. The first Ctrl-C cancels the job, and its results are read to the
 * end; the second leaves at once. SIGTERM and SIGHUP leave the job where it is.
 */
final class Interruption implements AutoCloseable {
  /** How long leaving may take; the reader may be stuck in a write that nobody reads. */
  private static final int GRACE_SECONDS = 3;

  private final Signals signals;
  private final Talk talk;
  private final Thread reader;
  private final AtomicBoolean interrupted = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable RunningJob job;
  private volatile int leaving;

  /** Installs the handlers; {@code reader} is woken when it is time to leave. */
  Interruption(Signals signals, Talk talk, Thread reader) {
    this.signals = signals;
    this.talk = talk;
    this.reader = reader;
    signals.on("INT", this::interrupt);
    signals.on("TERM", () -> leave(Exit.TERMINATED));
    signals.on("HUP", () -> leave(Exit.HANGUP));
  }

  /** From now on there is something to cancel. */
  void watch(RunningJob started) {
    job = started;
  }

  /** The exit code to leave with, if a signal said so. */
  OptionalInt leaving() {
    return leaving == 0 ? OptionalInt.empty() : OptionalInt.of(leaving);
  }

  /** Whether any has come: nothing new is to be begun. */
  boolean came() {
    return interrupted.get() || leaving != 0;
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private void interrupt() {
    RunningJob running = job;
    if (running == null || !interrupted.compareAndSet(false, true)) {
      talk.live("");
      part(running);
      signals.halt(Exit.CANCELLED);
      return;
    }
    try {
      running.cancel("interrupted by Ctrl-C");
    } catch (GridException e) {
      talk.line("taskgrid: cannot cancel job " + running.id() + ": " + e.getMessage());
    }
  }

  /** Tells the grid how far the job was sent, even if the reader is stuck; takes a moment. */
  private static void part(@Nullable RunningJob running) {
    if (running != null) {
      running.close();
    }
  }

  private void leave(int code) {
    RunningJob running = job;
    if (running == null) {
      signals.halt(code);
      return;
    }
    leaving = code;
    reader.interrupt();
    part(running);
    try {
      if (!closed.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
        talk.line("job " + running.id() + " is left in a hurry");
        signals.halt(code);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
