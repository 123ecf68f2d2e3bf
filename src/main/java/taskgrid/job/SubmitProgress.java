package taskgrid.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the submission of a job has come.
 *
 * @param linesRead lines taken from the inputs so far
 * @param tasksRead how many of them are tasks
 * @param tasksSent tasks that the grid has stored
 * @param done tasks whose end is known here, in whichever way they ended
 * @param failed how many of them failed
 * @param cancelled how many of them were cancelled
 * @param sealed whether everything is sent and the grid knows the total
 * @param total tasks in all; -1 while not sealed
 * @param expected about how many tasks there are in all, where files can say it; -1 where they
 *     cannot
 * @param cutShort whether a cancellation left a part of the inputs unsent
 * @param leftAt the last line that was sent, if the submission was left before the end of the
 *     inputs and the grid knows; else -1
 * @param waitingForCredit whether sending waits because members are full
 * @param firstBatchSent when the first batch was given to the grid; null if none was
 * @param firstResult when the first result came; null if none did
 */
public record SubmitProgress(
    long linesRead,
    long tasksRead,
    long tasksSent,
    long done,
    long failed,
    long cancelled,
    boolean sealed,
    long total,
    long expected,
    boolean cutShort,
    long leftAt,
    boolean waitingForCredit,
    @Nullable Instant firstBatchSent,
    @Nullable Instant firstResult) {}
