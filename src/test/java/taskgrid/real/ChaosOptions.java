package taskgrid.real;

import java.time.Duration;
import java.util.Locale;

/**
 * What a run of chaos is like, from system properties: {@code -Dchaos.seconds=1800 -Dchaos.seed=7}.
 *
 * @param time how long members come and go
 * @param seed the same seed makes the same choices
 * @param members how many there are at first; one more place is free
 * @param submitters how many submit one job after another
 * @param twoAtOnce whether members are killed in pairs, without waiting for the backups
 * @param crashLimit submits with {@code --crash-limit 0}
 */
record ChaosOptions(
    Duration time, long seed, int members, int submitters, boolean twoAtOnce, boolean crashLimit) {

  static ChaosOptions fromProperties() {
    return new ChaosOptions(
        Duration.ofSeconds(Long.getLong("chaos.seconds", 90)),
        Long.getLong("chaos.seed", System.nanoTime() % 1_000_000),
        Integer.getInteger("chaos.members", 3),
        Integer.getInteger("chaos.submitters", 2),
        Boolean.getBoolean("chaos.twoAtOnce"),
        Boolean.parseBoolean(System.getProperty("chaos.crashLimit", "true")));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "-Dchaos.seconds=%d -Dchaos.seed=%d -Dchaos.members=%d -Dchaos.submitters=%d"
            + " -Dchaos.twoAtOnce=%s -Dchaos.crashLimit=%s",
        time.toSeconds(),
        seed,
        members,
        submitters,
        twoAtOnce,
        crashLimit);
  }
}
