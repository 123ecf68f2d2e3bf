package taskgrid.task;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The life of one task so far.
 *
 * @param state null if the grid has lost it
 * @param line as it was sent; null if it is not there (any more). Not copied: do not change it
 * @param attempts in their order; empty too if they are not known any more
 * @param why it does not run, or was cancelled, in words; null if there is nothing to say
 */
public record TaskStatus(
    String job,
    long task,
    @Nullable TaskState state,
    byte @Nullable [] line,
    List<Attempt> attempts,
    @Nullable String why) {
  /**
   * One attempt.
   *
   * @param number from 1
   * @param member the address of the member that ran it
   * @param started null where it is not known: of one that was cancelled
   * @param nanos how long it took; of one that runs, so far
   * @param outcome RUNNING if it has not ended
   * @param error the reason of a failure or cancellation; null if neither
   */
  public record Attempt(
      int number,
      String member,
      @Nullable Instant started,
      long nanos,
      TaskState outcome,
      @Nullable FailureKind kind,
      @Nullable String error) {}
}
