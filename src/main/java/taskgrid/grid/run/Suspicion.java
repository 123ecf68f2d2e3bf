package taskgrid.grid.run;

/**
 * A task may have been running when a member crashed.
 *
 * @param times members that crashed when it may have been running there
 * @param crashes those of them that ended while they ran it alone: it was surely running
 * @param member the last member that ended so, {@code host:port}; empty if none did
 */
public record Suspicion(int times, int crashes, String member) {
  static final Suspicion NONE = new Suspicion(0, 0, "");

  /** It may have been one of many that ran at the time. */
  public static final Suspicion VAGUE = new Suspicion(1, 0, "");

  Suspicion plus(Casualty casualty, int line) {
    return casualty.alone() == line
        ? new Suspicion(times + 1, crashes + 1, casualty.member())
        : new Suspicion(times + 1, crashes, member);
  }

  Suspicion graver(Suspicion other) {
    Suspicion surer = crashes >= other.crashes ? this : other;
    return new Suspicion(Math.max(times, other.times), surer.crashes, surer.member);
  }
}
