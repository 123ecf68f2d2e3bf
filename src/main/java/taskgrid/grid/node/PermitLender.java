package taskgrid.grid.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import taskgrid.grid.run.Permits;
import taskgrid.task.Limits;

/**
 * The permits of one job that its owner has lent to members. Until it knows what everybody holds it
 * lends nothing. A member gets its even share at once, more only if nobody else waits for a while;
 * who has waited longest comes first.
 *
 * <p>Guarded by its monitor.
 */
final class PermitLender {
  /** Who has not asked again for so long does not wait any more. */
  private static final long WAITS = TimeUnit.MILLISECONDS.toNanos(60);

  private final Map<String, Loans> byValue = new HashMap<>();

  /** What was lent of one limit, and who waits for more, since when and asked last when. */
  private static final class Loans {
    private final Map<UUID, Integer> lent = new HashMap<>();
    private final Map<UUID, Waiter> waiting = new LinkedHashMap<>();

    int lent() {
      return lent.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  private record Waiter(long since, long last) {}

  /** A member says what it holds. */
  synchronized void holds(UUID member, List<Permits.Ask> held) {
    held.forEach(ask -> loans(ask.value()).lent.put(member, ask.held()));
  }

  /**
   * Lends what is asked for and can be had.
   *
   * @param members those that there are; what others have had is free
   */
  synchronized List<Permits.Grant> lend(
      UUID member, List<Permits.Ask> asks, Limits limits, Set<UUID> members, long now) {
    List<Permits.Grant> grants = new ArrayList<>(asks.size());
    for (Permits.Ask ask : asks) {
      Loans loans = loans(ask.value());
      loans.lent.keySet().retainAll(members);
      loans.lent.put(member, ask.held());
      loans.waiting.values().removeIf(waiter -> now - waiter.last() > WAITS);
      int limit = ask.value().equals(Permits.ALL) ? limits.atOnce() : limits.atOncePer();
      // A limit that is no more holds nobody up.
      int granted =
          limit == 0 ? ask.wanted() : grant(member, ask, loans, limit, members.size(), now);
      if (granted > 0 || ask.wanted() == 0) {
        loans.waiting.remove(member);
      }
      if (ask.held() + granted == 0) {
        loans.lent.remove(member);
      } else {
        loans.lent.put(member, ask.held() + granted);
      }
      boolean contested = loans.waiting.keySet().stream().anyMatch(id -> !id.equals(member));
      grants.add(new Permits.Grant(ask.value(), granted, contested));
      if (loans.lent.isEmpty() && loans.waiting.isEmpty()) {
        byValue.remove(ask.value());
      }
    }
    return grants;
  }

  private static int grant(
      UUID member, Permits.Ask ask, Loans loans, int limit, int members, long now) {
    if (ask.wanted() == 0) {
      return 0;
    }
    Waiter before = loans.waiting.get(member);
    Waiter waiter = new Waiter(before == null ? now : before.since(), now);
    loans.waiting.put(member, waiter);
    int ahead = 0;
    for (UUID other : loans.waiting.keySet()) {
      if (other.equals(member)) {
        break;
      }
      ahead++;
    }
    boolean alone = members <= 1 || (loans.waiting.size() == 1 && now - waiter.since() > WAITS);
    int share = Math.max(1, (limit + members - 1) / members);
    int may = alone ? ask.wanted() : Math.max(0, share - ask.held());
    return Math.max(0, Math.min(Math.min(ask.wanted(), may), limit - loans.lent() - ahead));
  }

  private Loans loans(String value) {
    return byValue.computeIfAbsent(value, one -> new Loans());
  }
}
