package taskgrid.function;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A task line, understood.
 *
 * <p>Exactly one of {@link Call}, {@link Invalid} and {@link Skip}.
 */
public sealed interface TaskCall {
  /**
   * A line that can be run.
   *
   * @param name the function's name or the chain's text, as results show it
   * @param function what to run; a chain is one function too
   * @param argument its input, the bytes after name and separator
   * @param timeout of one attempt; null if the line names none
   * @param retries further attempts after a failed one; null if the line names none
   * @param backoff before the first retry; null if the line names none
   */
  record Call(
      String name,
      TaskFunction function,
      byte[] argument,
      @Nullable Duration timeout,
      @Nullable Integer retries,
      @Nullable Duration backoff)
      implements TaskCall {}

  /**
   * A line that cannot be run.
   *
   * @param name the function that the line names; null where it names none
   * @param reason in words a person understands
   */
  record Invalid(@Nullable String name, String reason) implements TaskCall {}

  /** A blank line or a comment in a plain file: no task. */
  record Skip() implements TaskCall {
    public static final Skip SKIP = new Skip();
  }
}
