package taskgrid.cli.terminal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Does something again and again on a thread of its own, until closed. */
public final class Ticker implements AutoCloseable {
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Runnable afterwards;
  private final Thread thread;

  /**
   * Starts.
   *
   * @param afterwards what closing does after the last tick
   */
  public Ticker(String name, Duration period, Runnable tick, Runnable afterwards) {
    this.afterwards = afterwards;
    thread = new Thread(() -> run(period, tick), name);
    thread.setDaemon(true);
    thread.start();
  }

  /** One that never ticks. */
  public static Ticker none() {
    return new Ticker();
  }

  private Ticker() {
    afterwards = () -> {};
    // Never started; joining it returns at once.
    thread = new Thread(() -> {}, "none");
  }

  /** Returns when the last tick is over and what comes afterwards is done. */
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
    afterwards.run();
  }

  private void run(Duration period, Runnable tick) {
    try {
      while (!closed.await(period.toMillis(), TimeUnit.MILLISECONDS)) {
        tick.run();
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
