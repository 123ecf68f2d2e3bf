package taskgrid.function;

import java.util.concurrent.locks.LockSupport;

/** A way to let time pass, which ends at once when its thread is interrupted. */
@FunctionalInterface
public interface Pause {
  void nanos(long nanos) throws InterruptedException;

  /**
   * Waits without using the processor. Parks rather than sleeps: on Java 17 {@code Thread.sleep}
   * rounds to milliseconds, and may end too early.
   */
  static void sleep(long nanos) throws InterruptedException {
    long start = System.nanoTime();
    for (long left = nanos; left > 0; left = nanos - (System.nanoTime() - start)) {
      LockSupport.parkNanos(left);
      endIfInterrupted();
    }
  }

  /** Uses the processor until so much time has passed on the clock on the wall. */
  static void spin(long nanos) throws InterruptedException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < nanos) {
      endIfInterrupted();
      Thread.onSpinWait();
    }
  }

  private static void endIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted");
    }
  }
}
