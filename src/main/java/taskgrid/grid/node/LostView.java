package taskgrid.grid.node;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A member that has lost sight of as many others as it still sees may be the one that was cut off:
 * it starts nothing for a while, for the others may be running the same. Not where it is proven
 * that those others have ended, which a look at their ports tells in most cases.
 *
 * <p>Members that leave within one pause count together, however they leave.
 */
final class LostView {
  private final Clock clock;
  private final Map<UUID, Lost> lost = new HashMap<>();
  private int seen = 1;

  /** A member that has left, and perhaps goes on without us. */
  private record Lost(InetSocketAddress address, long untilMillis) {}

  LostView(Clock clock) {
    this.clock = clock;
  }

  /**
   * Members are there, this one among them.
   *
   * @param count how many, at least 1
   */
  synchronized void sees(int count) {
    seen = count;
  }

  /** A member is gone from sight; nobody knows yet whether it has ended. */
  synchronized void left(UUID member, InetSocketAddress address) {
    lost.put(member, new Lost(address, clock.millis() + Caution.PAUSE_MILLIS));
  }

  /** It has ended, or is back. */
  synchronized void certain(UUID member) {
    lost.remove(member);
  }

  /** Members that may go on without us, with their addresses. */
  synchronized Map<UUID, InetSocketAddress> doubtful() {
    forgetOld();
    Map<UUID, InetSocketAddress> doubtful = new HashMap<>();
    lost.forEach((member, last) -> doubtful.put(member, last.address()));
    return doubtful;
  }

  /** Whether this member is surely not on the smaller side of a cut network. */
  synchronized boolean mayStart() {
    if (lost.isEmpty()) {
      return true;
    }
    forgetOld();
    return lost.size() < seen;
  }

  private void forgetOld() {
    long now = clock.millis();
    lost.values().removeIf(last -> last.untilMillis() <= now);
  }
}
