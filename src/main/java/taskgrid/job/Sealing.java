package taskgrid.job;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.Grid.Left;

/**
 * Tells the grid how the sending of a job ended, until it knows: the job is sealed with its total,
 * or was left before the end of its input. Belongs to the submitter.
 */
final class Sealing {
  private final JobContext context;
  private final Mailbox mailbox;
  private final SubmitCounters counters;
  private final Backoff backoff = new Backoff();
  private boolean asked;
  private boolean left;
  private long lastLine;

  Sealing(JobContext context, Mailbox mailbox, SubmitCounters counters) {
    this.context = context;
    this.mailbox = mailbox;
    this.counters = counters;
  }

  /** Whether the grid knows the total. */
  boolean isDone() {
    return counters.total >= 0;
  }

  /** Whether the grid knows that the job was left. */
  boolean isLeft() {
    return left;
  }

  /** Seals the job with all tasks that were sent; whether the grid knows it already. */
  boolean seal(long last) {
    if (isDone()) {
      return true;
    }
    lastLine = last;
    long total = counters.tasksSent;
    boolean cutShort = counters.cutShort;
    tell(
        () -> context.grid().sealJob(context.id(), total, last, cutShort),
        () -> counters.total = total);
    return false;
  }

  /** Says that nothing more comes of a job that cannot be sealed. */
  void leave(long last) {
    if (isDone() || left) {
      return;
    }
    Left here = new Left(counters.tasksSent, last);
    tell(
        () -> context.grid().leaveJob(context.id(), here),
        () -> {
          left = true;
          counters.leftAt = last;
        });
  }

  private void tell(Supplier<CompletionStage<@Nullable Void>> fact, Runnable known) {
    if (asked || !backoff.isDue(context.clock().millis())) {
      return;
    }
    asked = true;
    Answers.ask(fact)
        .whenComplete((nothing, error) -> mailbox.post(() -> answered(known, error == null)));
  }

  private void answered(Runnable known, boolean told) {
    asked = false;
    if (told) {
      known.run();
    } else {
      backoff.failed(context.clock().millis());
    }
  }

  /** The grid may have lost what it was told. */
  void again() {
    if (isDone()) {
      Answers.ask(
          () -> context.grid().sealJob(context.id(), counters.total, lastLine, counters.cutShort));
    }
  }
}
