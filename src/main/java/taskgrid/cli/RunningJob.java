package taskgrid.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import taskgrid.job.DeadLetters;
import taskgrid.job.ResultOptions;
import taskgrid.job.ResultReader;
import taskgrid.job.SubmitProgress;
import taskgrid.task.GridException;
import taskgrid.task.JobStatus;
import taskgrid.task.TaskNumbers;
import taskgrid.task.TaskStatus;

/** A job in a grid. */
interface RunningJob extends AutoCloseable {
  String id();

  JobStatus status() throws GridException;

  /** Why it does not go on, or not as fast as it could; nothing if it has ended. */
  List<String> why() throws GridException;

  /** The life of one task. */
  TaskStatus task(long task) throws GridException;

  ResultReader results(ResultOptions options) throws GridException;

  void cancel(@Nullable String reason) throws GridException;

  void cancel(TaskNumbers tasks, @Nullable String reason) throws GridException;

  /** From now on so many of its tasks may run at once; 0 = as many as there are slots. */
  void limit(int atOnce) throws GridException;

  /** From now on so many of its tasks may run at once on each member; 0 = as many as slots. */
  void scale(int onEach) throws GridException;

  /** Tasks of it that did not succeed run again in another job. */
  void retried(TaskNumbers tasks) throws GridException;

  /** Those that did not succeed and were not tried again, in order, as far as they are kept. */
  void deadLetters(DeadLetters.Sink sink) throws GridException, IOException, InterruptedException;

  /**
   * The same as the input of another job.
   *
   * @param name what messages call that
   * @return nothing if there are none
   */
  Optional<DeadLetters> deadLetters(String name) throws GridException, InterruptedException;

  /** Of the source of a pipeline: no more items are wanted. */
  void drain() throws GridException;

  void forget() throws GridException;

  /** How far sending is; of a job that was submitted here. */
  SubmitProgress progress();

  /** Where a task stands, as in {@code tasks.txt:17}. */
  String placeOf(long task);

  /** The same of a task of another stage of its pipeline. */
  String placeOf(JobStatus other, long task);

  /** Completes when everything is sent; of a job that was submitted here. */
  CompletableFuture<Void> sent();

  /** Stops sending; the job stays in the grid. */
  @Override
  void close();
}
