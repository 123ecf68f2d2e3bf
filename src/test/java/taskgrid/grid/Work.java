package taskgrid.grid;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What a test's function does when it has to take a while. */
public final class Work {
  private Work() {}

  /** Answers its input after so many milliseconds. */
  public static String of(String input, long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    return input;
  }
}
