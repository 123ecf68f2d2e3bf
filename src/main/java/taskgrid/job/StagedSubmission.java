package taskgrid.job;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.Grid.PullReply;
import taskgrid.task.GridException;
import taskgrid.task.TaskState;

/**
 * The sending side of a pipeline: the first stage is sent from here, the last one is read.
 *
 * @param jobs of the stages, in order
 * @param sent what is sent of the first
 * @param sealing of the others
 * @param read what was read of the last
 */
record StagedSubmission(
    List<String> jobs, Submission sent, StageSealing sealing, SubmitCounters read)
    implements Origin {
  @Override
  public void tell(SubmitListener reader) {
    sealing.tell(reader);
    sent.tell(reader);
  }

  @Override
  public void ended(TaskState state, Clock clock) {
    read.ended(state, clock);
  }

  @Override
  public SubmitProgress progress() {
    SubmitProgress first = sent.progress();
    SubmitProgress last = read.snapshot();
    long total = sealing.total();
    return new SubmitProgress(
        first.linesRead(),
        first.tasksRead(),
        first.tasksSent(),
        last.done(),
        last.failed(),
        last.cancelled(),
        total >= 0,
        total,
        total >= 0 ? total : first.expected(),
        first.cutShort(),
        first.leftAt(),
        first.waitingForCredit(),
        first.firstBatchSent(),
        last.firstResult());
  }

  @Override
  public Place placeOf(long task) {
    return sent.placeOf(task);
  }

  @Override
  public void cancel() {
    sent.cancel();
  }

  @Override
  public CompletableFuture<Void> done() {
    return sent.done();
  }

  @Override
  public CompletableFuture<Void> leave() {
    return sent.leave();
  }

  @Override
  public void close() {
    sealing.close();
    sent.close();
  }

  // What the reader of the last stage says and asks. Credit is for the first stage alone.

  @Override
  public long mark(UUID member) {
    return 0;
  }

  @Override
  public void replied(UUID member, long mark, PullReply reply) {
    // See above.
  }

  @Override
  public void finished(BatchKey key) {
    // The first stage has ended with this batch long ago.
  }

  /** Every line of a pipeline is an item, so batches follow each other without a gap. */
  @Override
  public long firstBatchBehind(long line) {
    return line + 1;
  }

  @Override
  public @Nullable GridException failure() {
    GridException failure = sent.failure();
    return failure == null ? sealing.failure() : failure;
  }
}
