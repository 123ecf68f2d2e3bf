package taskgrid.job;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * How many bytes each member still takes. A member's word is as old as the request that it answers:
 * what was sent since then is subtracted. May be used by any thread.
 */
final class Credits {
  /** What a member is sent before it has said anything. */
  static final long UNTIL_ASKED = 256 << 10;

  /** Guarded by this. */
  private final Map<UUID, Account> accounts = new HashMap<>();

  private static final class Account {
    long sent;
    long allowed = UNTIL_ASKED;
  }

  private Account account(UUID member) {
    return accounts.computeIfAbsent(member, m -> new Account());
  }

  /** All bytes sent to a member so far: a mark to be given back with the answer. */
  synchronized long sent(UUID member) {
    return account(member).sent;
  }

  synchronized void send(UUID member, int bytes) {
    account(member).sent += bytes;
  }

  /**
   * @param mark what {@link #sent} said when the request was made
   */
  synchronized void granted(UUID member, long mark, long credit) {
    account(member).allowed = mark + Math.max(0, credit);
  }

  /** Whether anything may be sent. A batch may exceed the credit, so that a long line can pass. */
  synchronized boolean has(UUID member) {
    Account account = account(member);
    return account.sent < account.allowed;
  }
}
