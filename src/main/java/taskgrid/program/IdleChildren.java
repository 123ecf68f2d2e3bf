package taskgrid.program;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Children that have nothing to do, each kept for a while for whoever wants one like it. Guarded by
 * its owner.
 *
 * @param <K> what must be equal for one to stand for another
 */
final class IdleChildren<K, T extends Child> {
  private final long patienceNanos;
  private final Deque<Idle<K, T>> idle = new ArrayDeque<>();

  /** The one that had some work last comes first. */
  private record Idle<K, T>(K like, T child, long sinceNanos) {}

  IdleChildren(long patienceNanos) {
    this.patienceNanos = patienceNanos;
  }

  /** One like this, which is the caller's from here on; null if there is none. */
  @Nullable T take(K like) {
    for (Iterator<Idle<K, T>> all = idle.iterator(); all.hasNext(); ) {
      Idle<K, T> each = all.next();
      if (each.like().equals(like)) {
        all.remove();
        if (each.child().usable()) {
          return each.child();
        }
        each.child().close();
      }
    }
    return null;
  }

  void put(K like, T child, long nowNanos) {
    idle.addFirst(new Idle<>(like, child, nowNanos));
  }

  /** Ends those that nobody has wanted for long. */
  void closeOld(long nowNanos) {
    while (!idle.isEmpty() && nowNanos - idle.getLast().sinceNanos() > patienceNanos) {
      idle.removeLast().child().close();
    }
  }

  void closeAll() {
    idle.forEach(each -> each.child().close());
    idle.clear();
  }
}
