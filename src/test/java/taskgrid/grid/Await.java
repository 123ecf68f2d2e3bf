package taskgrid.grid;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The one place where tests wait: for a signal, or until something is so; never longer than this.
 */
public final class Await {
  /** More than anything takes on a machine that is busy with other things too. */
  static final long PATIENCE_SECONDS = 60;

  private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(2);

  private Await() {}

  /** Waits until the condition holds; what is awaited is said as a sentence. */
  public static void until(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + PATIENCE_SECONDS + " s: " + what);
      }
      LockSupport.parkNanos(LOOK_AGAIN);
    }
  }

  /** Waits for a signal. */
  public static void signal(String what, CountDownLatch signal) throws InterruptedException {
    if (!signal.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("not within " + PATIENCE_SECONDS + " s: " + what);
    }
  }
}
