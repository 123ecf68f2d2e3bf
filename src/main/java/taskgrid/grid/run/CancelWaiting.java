package taskgrid.grid.run;

import java.util.BitSet;
import taskgrid.grid.BatchKey;
import taskgrid.grid.layout.Batch;
import taskgrid.grid.layout.RecordWriter;

/** Ends what is cancelled and has not started: in the batches of this member, opened or not. */
public final class CancelWaiting {
  private final Dispatcher dispatcher;
  private final Delivery delivery;

  public CancelWaiting(Dispatcher dispatcher, Delivery delivery) {
    this.dispatcher = dispatcher;
    this.delivery = delivery;
  }

  /** Records every cancelled task of a job that has not started. May block. */
  public void run(JobContext job) {
    Cancellation cancellation = job.cancellation();
    if (cancellation == null) {
      return;
    }
    for (BatchKey key : dispatcher.batchesOf(job.job())) {
      // How many lines a batch has is known when it is open: only those that may be meant are.
      boolean meant = cancellation.touches(key.first(), Batch.MAX_LINES);
      OpenBatch open = meant ? dispatcher.opened(key) : null;
      if (open != null) {
        end(open, cancellation);
      }
    }
  }

  private void end(OpenBatch batch, Cancellation cancellation) {
    BitSet lines = batch.takeFree(cancellation.linesOf(batch));
    RecordWriter records = new RecordWriter(System.currentTimeMillis());
    for (int line = lines.nextSetBit(0); line >= 0; line = lines.nextSetBit(line + 1)) {
      String reason = cancellation.ofTask(batch.key().first() + line);
      records.cancelled(line, 0, reason == null ? "" : reason);
    }
    if (!records.isEmpty()) {
      delivery.route(batch.key(), records.toChunk(""), () -> {});
    }
  }
}
