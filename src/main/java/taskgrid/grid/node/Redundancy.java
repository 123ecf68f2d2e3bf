package taskgrid.grid.node;

import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * Whether all that is stored has had its backups since members last came or went: only then may a
 * task be run that is expected to take a member down, for with that member would go what only it
 * has.
 */
final class Redundancy implements Runnable {
  private static final int NEVER = -1;

  private final IntSupplier members;
  private final BooleanSupplier wanted;
  private final BooleanSupplier safe;
  private final Runnable regained;

  /** The version of the members with which everything had its backups. */
  private volatile int safeWith = NEVER;

  /**
   * @param members a number that changes whenever a member comes or goes, at least 0
   * @param wanted whether something waits for it
   * @param safe whether everything has its backups now; may block
   * @param regained is told when it has
   */
  Redundancy(IntSupplier members, BooleanSupplier wanted, BooleanSupplier safe, Runnable regained) {
    this.members = members;
    this.wanted = wanted;
    this.safe = safe;
    this.regained = regained;
  }

  /** Whether all had its backups once, with the members that there are now. */
  boolean isWhole() {
    return safeWith == members.getAsInt();
  }

  /** Called several times a second, one run at a time. Blocks. */
  @Override
  public void run() {
    // Read first: who goes while it is being looked at makes the answer worthless.
    int now = members.getAsInt();
    if (safeWith != now && wanted.getAsBoolean() && safe.getAsBoolean()) {
      safeWith = now;
      regained.run();
    }
  }
}
