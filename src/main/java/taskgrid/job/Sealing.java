package taskgrid.job;

/** Tells the grid how many tasks there are in all, until it knows. Belongs to the submitter. */
final class Sealing {
  private final JobContext context;
  private final Mailbox mailbox;
  private final SubmitCounters counters;
  private final Backoff backoff = new Backoff();
  private boolean asked;
  private long lastLine;

  Sealing(JobContext context, Mailbox mailbox, SubmitCounters counters) {
    this.context = context;
    this.mailbox = mailbox;
    this.counters = counters;
  }

  /** Whether the grid knows. */
  boolean isDone() {
    return counters.total >= 0;
  }

  /** Seals the job with all tasks that were sent; whether the grid knows it already. */
  boolean seal(long last) {
    if (isDone()) {
      return true;
    }
    lastLine = last;
    if (!asked && backoff.isDue(context.clock().millis())) {
      asked = true;
      long total = counters.tasksSent;
      Answers.ask(() -> context.grid().sealJob(context.id(), total, lastLine))
          .whenComplete((nothing, error) -> mailbox.post(() -> answered(total, error == null)));
    }
    return false;
  }

  /** The grid may have lost what it was told. */
  void again() {
    if (isDone()) {
      Answers.ask(() -> context.grid().sealJob(context.id(), counters.total, lastLine));
    }
  }

  private void answered(long total, boolean sealed) {
    asked = false;
    if (sealed) {
      counters.total = total;
    } else {
      backoff.failed(context.clock().millis());
    }
  }
}
