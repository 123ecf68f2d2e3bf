package taskgrid.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one task ended.
 *
 * @param task the task's number, which is its line number over all inputs, from 1
 * @param state SUCCEEDED, FAILED or CANCELLED
 * @param value the function's answer, byte for byte; null unless succeeded. Not copied: do not
 *     change it
 * @param error the reason of a failure or cancellation; null if succeeded
 * @param kind the kind of failure; null unless failed
 * @param function the name of the function or the whole chain; null where unknown
 * @param input the task line as it was sent, without its line end; null where it was not asked for
 *     or is not known. Not copied: do not change it
 * @param member the address of the member that ran it, {@code host:port}; null if it never ran
 * @param attempts how often it was tried; 0 if it never ran
 * @param started when its last attempt began; null if it never ran
 * @param nanos how long its last attempt took, in nanoseconds
 */
public record TaskResult(
    long task,
    TaskState state,
    byte @Nullable [] value,
    @Nullable String error,
    @Nullable FailureKind kind,
    @Nullable String function,
    byte @Nullable [] input,
    @Nullable String member,
    int attempts,
    @Nullable Instant started,
    long nanos) {}
