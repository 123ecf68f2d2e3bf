package taskgrid.grid.run;

/**
 * A task may have been running when a member crashed.
 *
 * @param crashes members that ended while they ran it alone: it was surely running
 * @param member the last member that ended so, {@code host:port}; empty if none did
 */
public record Suspicion(int crashes, String member) {
  /** It may have been one of many that ran at the time. */
  public static final Suspicion VAGUE = new Suspicion(0, "");

  Suspicion plus(Casualty casualty, int line) {
    return casualty.alone() == line ? new Suspicion(crashes + 1, casualty.member()) : this;
  }
}
