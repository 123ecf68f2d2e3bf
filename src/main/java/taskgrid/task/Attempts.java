package taskgrid.task;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How often a task is tried and how long each time; a task line that says it otherwise is right.
 *
 * @param timeout of one attempt, longer than 0; null = none
 * @param retries further attempts after a failed one, from 0
 * @param backoff before the first retry; it doubles with each one; null = 100 ms
 */
public record Attempts(@Nullable Duration timeout, int retries, @Nullable Duration backoff) {
  /** One attempt that may take as long as it likes. */
  public static final Attempts ONE = new Attempts(null, 0, null);
}
