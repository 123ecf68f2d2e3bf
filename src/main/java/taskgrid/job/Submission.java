package taskgrid.job;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.Grid.PullReply;
import taskgrid.task.GridException;
import taskgrid.task.Stage;
import taskgrid.task.TaskState;

/** The sending side of a job that was submitted here. */
record Submission(String job, Submitter submitter, SubmitCounters counters, Places places)
    implements Origin {
  @Override
  public List<String> jobs() {
    return List.of(job);
  }

  @Override
  public void tell(SubmitListener reader) {
    submitter.tell(reader);
  }

  @Override
  public void ended(TaskState state, Clock clock) {
    counters.ended(state, clock);
  }

  @Override
  public SubmitProgress progress() {
    return counters.snapshot();
  }

  /** It is sent again. */
  @Override
  public boolean lost() {
    return false;
  }

  @Override
  public Place placeOf(@Nullable Stage stage, long task) {
    return places.of(task);
  }

  @Override
  public void cancel() {
    submitter.cancel();
  }

  @Override
  public CompletableFuture<Void> done() {
    return submitter.done();
  }

  @Override
  public CompletableFuture<Void> leave() {
    return submitter.leave();
  }

  @Override
  public void close() {
    submitter.close();
  }

  @Override
  public long mark(UUID member) {
    return submitter.mark(member);
  }

  @Override
  public void replied(UUID member, long mark, PullReply reply) {
    submitter.replied(member, mark, reply);
  }

  @Override
  public void finished(BatchKey key) {
    submitter.finished(key);
  }

  @Override
  public long firstBatchBehind(long line) {
    return submitter.firstBatchBehind(line);
  }

  @Override
  public @Nullable GridException failure() {
    return submitter.failure();
  }
}
