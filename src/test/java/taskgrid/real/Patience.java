package taskgrid.real;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** The one place where tests look again and again, for what tells nobody when it happens. */
final class Patience {
  /** Long enough for the slowest machine; only a test that fails ever waits so long. */
  static final Duration USUAL = Duration.ofSeconds(60);

  private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

  private Patience() {}

  /** Lets time pass that is itself what is tested, as in a member that is stopped for so long. */
  static void pass(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Returns when it is so; fails when it is still not so after the usual patience. */
  static void until(String what, Callable<Boolean> isSo) throws Exception {
    long began = System.nanoTime();
    while (!isSo.call()) {
      if (System.nanoTime() - began > USUAL.toNanos()) {
        throw new AssertionError("not within " + USUAL.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
