package taskgrid.job;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.grid.Grid.TasksCancelled;
import taskgrid.task.GridException;
import taskgrid.task.JobOptions;
import taskgrid.task.JobStatus;
import taskgrid.task.Stage;
import taskgrid.task.TaskNumbers;
import taskgrid.task.TaskStatus;

/**
 * A job: one that is being submitted here, or one that the grid knows. May be used by any thread.
 *
 * <p>A job belongs to the grid: closing this one leaves it there. The results of a job that is
 * submitted here, and not detached, must be read: what is unread holds up the sending of more.
 */
public final class Job implements AutoCloseable {
  /** A little more than the submitter gives itself. */
  private static final long LEAVING_SECONDS = 4;

  private final JobContext context;

  /** What was known when it was looked up; null for a job that is submitted here. */
  private final @Nullable JobFacts facts;

  /** Null for a job that was not submitted here. */
  private final @Nullable Origin origin;

  private final AtomicBoolean readerTaken = new AtomicBoolean();

  Job(JobContext context, @Nullable JobFacts facts, @Nullable Origin origin) {
    this.context = context;
    this.facts = facts;
    this.origin = origin;
  }

  public String id() {
    return context.id();
  }

  public JobOptions options() {
    return context.options();
  }

  /** Asks all owners once. */
  public JobStatus status() throws GridException {
    return new StatusQuery(context.grid(), context.clock()).of(context.id());
  }

  /** Why the job does not go on, or not as fast as it could, in words; nothing if it has ended. */
  public List<String> why() throws GridException {
    return new StatusQuery(context.grid(), context.clock()).why(id());
  }

  /**
   * The life of one task so far; if it does not run, why.
   *
   * @throws GridException if there is no such task
   */
  public TaskStatus task(long task) throws GridException {
    JobFacts now = new FactsSearch(context.grid()).of(id());
    if (now == null || now.forgotten()) {
      throw new GridException("no such job: " + id());
    }
    return new TaskQuery(context.grid(), context.clock(), now, task).status();
  }

  /**
   * Reads the results. For a job that is submitted here and not detached, the first reader is the
   * one whose deliveries count; any other only looks on.
   */
  public ResultReader results(ResultOptions options) throws GridException {
    boolean own =
        origin != null && !context.options().detached() && readerTaken.compareAndSet(false, true);
    return new GridResultReader(context, options, facts, own ? origin : null);
  }

  /** Cancels the job; returns when the grid knows. */
  public void cancel(@Nullable String reason) throws GridException {
    if (origin != null) {
      origin.cancel();
    }
    for (String job : origin == null ? List.of(id()) : origin.jobs()) {
      Answers.insist(() -> context.grid().cancelJob(job, reason), "cancel job " + job);
    }
  }

  /**
   * Cancels those of the named tasks that have not ended, also those that are yet to be sent;
   * returns when the grid knows.
   */
  public void cancel(TaskNumbers tasks, @Nullable String reason) throws GridException {
    Answers.insist(
        () -> context.grid().cancelTasks(id(), new TasksCancelled(tasks, reason)),
        "cancel tasks " + tasks + " of job " + id());
  }

  /**
   * From now on so many of its tasks may run at once in the whole grid; what runs is not stopped.
   * Members know within a second.
   *
   * @param atOnce 0 = as many as there are slots
   */
  public void limit(int atOnce) throws GridException {
    Answers.insist(() -> context.grid().limitJob(id(), atOnce), "limit job " + id());
  }

  /**
   * From now on so many of its tasks may run at once on each member; what runs is not stopped.
   * Members know within a second.
   *
   * @param onEach 0 = as many as it has slots
   */
  public void scale(int onEach) throws GridException {
    Answers.insist(() -> context.grid().scaleJob(id(), onEach), "scale job " + id());
  }

  /** Failed tasks of it run again in another job; returns when the grid knows. */
  public void retried(TaskNumbers tasks) throws GridException {
    Answers.insist(() -> context.grid().retryTasks(id(), tasks), "note what is tried again");
  }

  /** Those that failed and were not tried again, in order, as far as they are kept. */
  public void deadLetters(DeadLetters.Sink sink)
      throws GridException, IOException, InterruptedException {
    DeadLetters.forEach(this, sink);
  }

  /**
   * The same as the input of another job.
   *
   * @param name what messages call that
   * @return nothing if there are none
   */
  public Optional<DeadLetters> deadLetters(String name) throws GridException, InterruptedException {
    return DeadLetters.of(this, name);
  }

  /** Which failed tasks of it run again in another job, each time that somebody said so. */
  List<TaskNumbers> retried() throws GridException {
    return Answers.insist(() -> context.grid().retriedTasks(id()), "ask what is tried again");
  }

  /**
   * Of a job that is the source of a pipeline: no more items are wanted, and it ends with those
   * there are. Members know within a second.
   */
  public void drain() throws GridException {
    Answers.insist(() -> context.grid().drainJob(id()), "drain job " + id());
  }

  /** Drops the job with its results; returns when the grid knows. */
  public void forget() throws GridException {
    Answers.insist(() -> context.grid().forgetJob(id()), "forget job " + id());
  }

  /** How far the submission has come; nothing if the job was not submitted here. */
  public SubmitProgress progress() {
    return origin == null ? new SubmitCounters().snapshot() : origin.progress();
  }

  /** Where a task was written down. */
  public Place placeOf(long task) {
    return origin == null ? new Place(id(), task) : origin.placeOf(options().stage(), task);
  }

  /** The same of a task of another stage of its pipeline. */
  public Place placeOf(JobStatus other, long task) {
    Stage stage = other.options().stage();
    return origin == null || stage == null
        ? new Place(other.id(), task)
        : origin.placeOf(stage, task);
  }

  /** Completes when every line was sent and the job is sealed. */
  public CompletableFuture<Void> sent() {
    return origin == null ? CompletableFuture.completedFuture(null) : origin.done().copy();
  }

  /**
   * Stops the submitter, if it has not ended; the job stays in the grid. If its input was not read
   * to the end, the grid is told where it was left, and the job will be stranded as soon as what
   * was sent has ended.
   */
  @Override
  public void close() {
    if (origin == null) {
      return;
    }
    // Who was interrupted, and leaves because of it, has to tell the grid all the same.
    boolean interrupted = Thread.interrupted();
    try {
      origin.leave().get(LEAVING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (ExecutionException | TimeoutException e) {
      // The grid cannot be told: it will notice that nobody speaks any more.
    } finally {
      origin.close();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
