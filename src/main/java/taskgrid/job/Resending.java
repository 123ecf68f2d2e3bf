package taskgrid.job;

import taskgrid.task.GridException;

/** Sends again what the grid has lost, under the same key. Belongs to the submitter's thread. */
final class Resending {
  private static final long FACTS_MILLIS = 1000;

  private final JobContext context;
  private final SentBatches sent;
  private final Storing storing;
  private final Sealing sealing;
  private final Rereading rereading;
  private long factsMillis;

  Resending(
      JobContext context, LineFilter filter, SentBatches sent, Storing storing, Sealing sealing) {
    this.context = context;
    this.sent = sent;
    this.storing = storing;
    this.sealing = sealing;
    this.rereading = new Rereading(context.meaning(), filter, context.options().maxLine());
  }

  /**
   * Sends a batch again.
   *
   * @throws GridException if its lines are not to be had any more
   */
  void send(SentBatch batch) throws GridException {
    sent.again(batch, rereading.bytesOf(batch));
    restoreFacts();
    storing.store(batch);
  }

  /** Who lost batches may have lost the job's facts too. Facts that are there stay as they are. */
  void restoreFacts() {
    long now = context.clock().millis();
    if (now - factsMillis >= FACTS_MILLIS) {
      factsMillis = now;
      Answers.ask(() -> context.grid().createJob(context.id(), context.options()));
      sealing.again();
    }
  }
}
