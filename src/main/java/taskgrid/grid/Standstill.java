package taskgrid.grid;

import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells what of a pipeline is lost from what is on its way: what is handed on is stored within
 * moments, and moves within seconds. For one thread.
 */
public final class Standstill {
  private static final long LONG_MILLIS = 60_000;

  private final Clock clock;

  /** What was last looked at, by job. */
  private final Map<String, Look> looks = new HashMap<>();

  private record Look(long there, long sinceMillis) {}

  public Standstill(Clock clock) {
    this.clock = clock;
  }

  /**
   * Whether nothing has come to a job for long. To be asked again and again while something is
   * missing that nothing which waits or runs could bring.
   *
   * @param there how much there is: any number that changes with what comes
   */
  public boolean isLong(String job, long there) {
    long now = clock.millis();
    Look look = looks.get(job);
    if (look == null || look.there != there) {
      look = new Look(there, now);
      looks.put(job, look);
    }
    return now - look.sinceMillis >= LONG_MILLIS;
  }

  /** It goes on, or nothing is missing. */
  public void end(String job) {
    looks.remove(job);
  }

  /** Of other jobs nobody asks any more. */
  public void keep(Collection<String> jobs) {
    looks.keySet().retainAll(jobs);
  }
}
