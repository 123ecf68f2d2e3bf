package taskgrid.grid.discovery;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The addresses heard so far, and those who wait for the first of them. */
final class FoundAddresses {
  /** More are not remembered: whoever floods the net must not fill our memory. */
  static final int MOST = 1_000;

  /** Who answers at all answers within this of the first. */
  private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by lock. */
  private final Set<String> addresses = new LinkedHashSet<>();

  /** Whether the address is new and was remembered. */
  boolean add(String address) {
    lock.lock();
    try {
      if (addresses.size() >= MOST || !addresses.add(address)) {
        return false;
      }
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the first address, then a moment for others; all that are known then. */
  Set<String> await(Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (addresses.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
      long settle = Math.min(left, SETTLE_NANOS);
      while (settle > 0) {
        settle = changed.awaitNanos(settle);
      }
      return Set.copyOf(addresses);
    } finally {
      lock.unlock();
    }
  }
}
