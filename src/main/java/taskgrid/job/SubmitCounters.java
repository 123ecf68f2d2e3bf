package taskgrid.job;

import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import taskgrid.task.TaskState;

/** What the progress of a submission is read from. Each number has one writing thread. */
final class SubmitCounters {
  // Written by the submitter.
  volatile long linesRead;
  volatile long tasksRead;
  volatile long tasksSent;
  volatile boolean waitingForCredit;
  volatile @Nullable Instant firstBatchSent;

  /** Tasks in all once the grid knows it; before that -1. */
  volatile long total = -1;

  /** About how many tasks there will be; -1 while nobody knows. */
  volatile long expected = -1;

  /** Whether a cancellation left lines unsent. */
  volatile boolean cutShort;

  /** The last line that was sent, once the grid knows that the rest will not be; else -1. */
  volatile long leftAt = -1;

  // Written by whoever reads the results.
  private volatile long done;
  private volatile long failed;
  private volatile long cancelled;
  private volatile @Nullable Instant firstResult;

  /** The grid has stored so many tasks more. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  void sent(int tasks) {
    tasksSent += tasks;
  }

  /** A task has ended. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  void ended(TaskState state, Clock clock) {
    if (firstResult == null) {
      firstResult = clock.instant();
    }
    done++;
    if (state == TaskState.FAILED) {
      failed++;
    } else if (state == TaskState.CANCELLED) {
      cancelled++;
    }
  }

  /** Tasks have ended; nobody here knows how. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  void endedSomehow(int tasks) {
    done += tasks;
  }

  SubmitProgress snapshot() {
    long knownTotal = total;
    return new SubmitProgress(
        linesRead,
        tasksRead,
        tasksSent,
        done,
        failed,
        cancelled,
        knownTotal >= 0,
        knownTotal,
        knownTotal >= 0 ? knownTotal : expected,
        cutShort,
        leftAt,
        waitingForCredit,
        firstBatchSent,
        firstResult);
  }
}
