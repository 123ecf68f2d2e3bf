package taskgrid.job;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import taskgrid.grid.BatchKey;
import taskgrid.grid.Grid.PullReply;
import taskgrid.grid.layout.Batch;
import taskgrid.task.Stage;
import taskgrid.task.TaskState;

/** The sending side of a pipeline, of which only the last stage is read. */
interface PipelineOrigin extends Origin {
  /** Of the stages behind the first. */
  StageSealing sealing();

  /** What was read of the last. */
  SubmitCounters read();

  /** How many flat stages lie before the last. */
  int spread();

  /** The job of the last stage. */
  default String last() {
    List<String> jobs = jobs();
    return jobs.get(jobs.size() - 1);
  }

  @Override
  default void ended(TaskState state, Clock clock) {
    read().ended(state, clock);
  }

  /** Only what comes from outside could be sent again. */
  @Override
  default boolean lost() {
    return sealing().lost();
  }

  @Override
  default long mark(UUID member) {
    return 0;
  }

  @Override
  default void replied(UUID member, long mark, PullReply reply) {
    // Credit is for who sends: for the first stage alone.
  }

  @Override
  default void finished(BatchKey key) {
    // What is sent of the first stage has ended with this batch long ago.
  }

  /**
   * Every line is an item, so batches follow each other without a gap; or it has become some, which
   * have the highest of the numbers that a batch of lines has at most.
   */
  @Override
  default long firstBatchBehind(long line) {
    int lines = spread() == 0 ? 1 : Batch.MAX_LINES;
    return line + lines * Stage.numbersBehind(spread());
  }
}
