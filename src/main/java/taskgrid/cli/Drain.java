package taskgrid.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import taskgrid.cli.terminal.Signals;
import taskgrid.cli.terminal.Talk;

/**
 * Lets a member leave in order when a signal says so; a Ctrl-C after that leaves at once. Signals
 * come on threads of their own, so the second is heard while the first is being obeyed.
 */
final class Drain implements AutoCloseable {
  private final RunningMember member;
  private final Duration patience;
  private final Signals signals;
  private final Talk talk;
  private final AtomicBoolean draining = new AtomicBoolean();
  private final CountDownLatch drained = new CountDownLatch(1);

  Drain(RunningMember member, Duration patience, Signals signals, Talk talk) {
    this.member = member;
    this.patience = patience;
    this.signals = signals;
    this.talk = talk;
    signals.on("INT", this::interrupt);
    signals.on("TERM", this::drainOnce);
    signals.on("HUP", this::drainOnce);
    member.whenAskedToLeave(this::drainOnce);
  }

  /** Waits until the member is down; the exit code. */
  int await() throws InterruptedException {
    member.awaitTermination();
    if (!draining.get()) {
      talk.line("taskgrid: the member has left the grid; its log says why");
      return Exit.ERROR;
    }
    drained.await();
    return Exit.OK;
  }

  @Override
  public void close() {
    member.close();
  }

  private void interrupt() {
    if (!drainOnce()) {
      signals.halt(Exit.CANCELLED);
    }
  }

  /** Returns false if that is under way already. */
  private boolean drainOnce() {
    if (!draining.compareAndSet(false, true)) {
      return false;
    }
    try {
      member.drain(patience);
      member.close();
    } finally {
      drained.countDown();
    }
    return true;
  }
}
