package taskgrid.job;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How answers of the grid reach the one thread that may touch an actor's state: anybody posts, that
 * thread handles.
 */
final class Mailbox {
  private final Queue<Runnable> letters = new ConcurrentLinkedQueue<>();
  private final Semaphore bell = new Semaphore(0);

  void post(Runnable letter) {
    letters.add(letter);
    ring();
  }

  /** Wakes the thread without a letter. */
  void ring() {
    bell.release();
  }

  boolean isEmpty() {
    return letters.isEmpty();
  }

  /** Handles all that is there; false if there was nothing. */
  boolean handleAll() {
    Runnable letter = letters.poll();
    if (letter == null) {
      return false;
    }
    for (; letter != null; letter = letters.poll()) {
      letter.run();
    }
    return true;
  }

  /**
   * Waits until somebody posts or rings, or rang since the last wait. The bell is silenced before
   * letters are handled, so no ring is ever missed.
   */
  void await(long nanos) throws InterruptedException {
    if (bell.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
      bell.drainPermits();
    }
  }
}
