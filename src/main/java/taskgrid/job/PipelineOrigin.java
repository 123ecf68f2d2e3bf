package taskgrid.job;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.Grid.PullReply;
import taskgrid.task.Stage;
import taskgrid.task.TaskState;

/** The sending side of a pipeline, of which only the last stage is read. */
interface PipelineOrigin extends Origin {
  /** Of the stages behind the first. */
  StageSealing sealing();

  /** What was read of the last. */
  SubmitCounters read();

  /** The job of the last stage. */
  default String last() {
    List<String> jobs = jobs();
    return jobs.get(jobs.size() - 1);
  }

  /** Where it is in the grid: in the job that its stage is. */
  default Place placeIn(@Nullable Stage stage, long task) {
    return new Place(stage == null ? last() : StagePlan.id(stage.pipeline(), stage.number()), task);
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

  /** Batches follow each other, though the next may begin with a larger number. */
  @Override
  default long firstBatchBehind(long line) {
    return line + 1;
  }
}
