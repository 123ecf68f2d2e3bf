package taskgrid.job;

import org.jspecify.annotations.Nullable;
import taskgrid.task.GridException;
import taskgrid.task.Halt;

/**
 * Ends a job early when too many of the results that its submitter reads are failures. The members
 * watch that too, so that it holds without a submitter; this is only sooner. For one thread.
 */
final class Halting {
  private final JobContext context;
  private final @Nullable Origin origin;
  private boolean halted;

  /**
   * @param origin null for a reader that is not the job's submitter, and only looks on
   */
  Halting(JobContext context, @Nullable Origin origin) {
    this.context = context;
    this.origin = origin;
  }

  /** A result was read and counted. */
  void look() throws GridException {
    Halt halt = context.options().halt();
    if (halt == null || origin == null || halted) {
      return;
    }
    SubmitProgress read = origin.progress();
    long succeeded = read.done() - read.failed() - read.cancelled();
    if (halt.isReached(succeeded, read.failed())) {
      halted = true;
      tell(halt.now(), halt.reason(succeeded, read.failed()));
      origin.cancel();
    }
  }

  private void tell(boolean now, String reason) throws GridException {
    Answers.insist(
        () ->
            now
                ? context.grid().cancelJob(context.id(), reason)
                : context.grid().haltJob(context.id(), reason),
        "halt job " + context.id());
  }
}
