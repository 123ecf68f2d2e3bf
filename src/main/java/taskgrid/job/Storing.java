package taskgrid.job;

import java.util.ArrayList;
import java.util.List;

/**
 * Stores batches, and stores again what the grid did not confirm: the same key has always the same
 * bytes, so that nothing is stored twice. Belongs to the submitter's thread.
 */
final class Storing {
  private final JobContext context;
  private final Mailbox mailbox;
  private final SentBatches sent;
  private final SubmitCounters counters;
  private final Backoff backoff = new Backoff();
  private List<SentBatch> failed = new ArrayList<>();

  Storing(JobContext context, Mailbox mailbox, SentBatches sent, SubmitCounters counters) {
    this.context = context;
    this.mailbox = mailbox;
    this.sent = sent;
    this.counters = counters;
  }

  /** Stores a batch that has its bytes; the answer comes through the mailbox. */
  void store(SentBatch batch) {
    byte[] bytes = batch.bytes;
    if (bytes == null) {
      throw new IllegalStateException("no bytes of " + batch.key);
    }
    batch.heardMillis = context.clock().millis();
    Answers.ask(() -> context.grid().storeBatch(batch.key, bytes))
        .whenComplete((nothing, error) -> mailbox.post(() -> answered(batch, error == null)));
  }

  private void answered(SentBatch batch, boolean stored) {
    if (stored) {
      backoff.succeeded();
      count(batch);
      sent.stored(batch);
    } else if (batch.state == SentBatch.State.STORING) {
      if (failed.isEmpty()) {
        backoff.failed(context.clock().millis());
      }
      failed.add(batch);
    }
  }

  /** The grid has the batch, whether it said so or its results did. */
  void count(SentBatch batch) {
    if (!batch.counted) {
      batch.counted = true;
      counters.sent(batch.packed.tasks());
    }
  }

  /** Stores again what failed, when it is time. */
  boolean retry(long nowMillis) {
    if (failed.isEmpty() || !backoff.isDue(nowMillis)) {
      return false;
    }
    List<SentBatch> again = failed;
    failed = new ArrayList<>();
    for (SentBatch batch : again) {
      if (batch.state == SentBatch.State.STORING) {
        store(batch);
      }
    }
    return true;
  }
}
