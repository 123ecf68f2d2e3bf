package taskgrid.task;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How often a task is tried and how long each time; a task line that says it otherwise is right.
 *
 * @param timeout of one attempt, longer than 0; null = none
 * @param retries further attempts after a failed one, from 0
 * @param backoff before the first retry; it doubles with each one; null = 100 ms
 * @param crashLimit so many members may crash while they run one task alone, because it was running
 *     where another had crashed; then it has failed. 0 = it is tried for ever
 */
public record Attempts(
    @Nullable Duration timeout, int retries, @Nullable Duration backoff, int crashLimit) {
  public static final int CRASH_LIMIT = 1;

  /** One attempt that may take as long as it likes. */
  public static final Attempts ONE = new Attempts(null, 0, null);

  public Attempts(@Nullable Duration timeout, int retries, @Nullable Duration backoff) {
    this(timeout, retries, backoff, CRASH_LIMIT);
  }
}
