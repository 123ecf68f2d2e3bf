package taskgrid.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import taskgrid.job.DeadLetters;
import taskgrid.job.ResultOptions;
import taskgrid.job.ResultReader;
import taskgrid.job.SubmitProgress;
import taskgrid.task.GridException;
import taskgrid.task.JobCounts;
import taskgrid.task.JobState;
import taskgrid.task.JobStatus;
import taskgrid.task.TaskNumbers;
import taskgrid.task.TaskResult;
import taskgrid.task.TaskStatus;

/** A job whose results are given by the test. */
final class FakeJob implements RunningJob {
  private static final Object END = new Object();

  final String id;
  final List<String> calls = new ArrayList<>();
  CompletableFuture<Void> sent = CompletableFuture.completedFuture(null);

  /** Opened when a reader has nothing to read and waits. */
  final CountDownLatch waiting = new CountDownLatch(1);

  private final LinkedBlockingQueue<Object> results = new LinkedBlockingQueue<>();
  private final FakeTime time;
  private final List<TaskResult> whenCancelled = new ArrayList<>();
  private final List<JobStatus> statuses = new ArrayList<>();
  private long given;
  Duration lasts = Duration.ZERO;
  long total = -1;
  long dropped;
  boolean cutShort;
  long leftAt = -1;
  long tasksSent = -1;
  DeadLetters deadLetters;
  GridException breaks;

  FakeJob(String id, FakeTime time) {
    this.id = id;
    this.time = time;
  }

  FakeJob give(TaskResult... all) {
    for (TaskResult result : all) {
      results.add(result);
      given++;
    }
    return this;
  }

  /** No more results than were given. */
  FakeJob end() {
    total = total < 0 ? given : total;
    results.add(END);
    return this;
  }

  /** What comes after somebody cancels it. */
  FakeJob whenCancelled(TaskResult result) {
    whenCancelled.add(result);
    return this;
  }

  /** One status after the other; the last one stays. */
  FakeJob is(JobStatus... all) {
    statuses.addAll(List.of(all));
    return this;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public JobStatus status() {
    if (statuses.isEmpty()) {
      return Samples.job(id, JobState.SUCCEEDED, new JobCounts(0, 0, given, 0, 0), given);
    }
    return statuses.size() == 1 ? statuses.get(0) : statuses.remove(0);
  }

  final List<String> why = new ArrayList<>();
  TaskStatus task;

  @Override
  public List<String> why() {
    return why;
  }

  @Override
  public TaskStatus task(long number) throws GridException {
    if (task == null) {
      throw new GridException("job " + id + " has no line " + number + ": its last line is 1000");
    }
    return task;
  }

  @Override
  public ResultReader results(ResultOptions options) {
    calls.add(
        "results inOrder=%s withInput=%s follow=%s"
            .formatted(options.inOrder(), options.withInput(), options.follow()));
    return new Reader();
  }

  @Override
  public synchronized void cancel(String reason) {
    calls.add("cancel " + reason);
    whenCancelled.forEach(this::give);
    end();
  }

  @Override
  public void cancel(TaskNumbers tasks, String reason) {
    calls.add("cancel " + tasks + " " + reason);
  }

  @Override
  public void scale(int onEach) {
    calls.add("scale " + onEach);
  }

  @Override
  public void retried(TaskNumbers tasks) {
    calls.add("retried " + tasks);
  }

  @Override
  public void deadLetters(DeadLetters.Sink sink) {
    throw new UnsupportedOperationException("no pipelines in this grid");
  }

  @Override
  public Optional<DeadLetters> deadLetters(String name) {
    return Optional.ofNullable(deadLetters);
  }

  @Override
  public void drain() {
    throw new UnsupportedOperationException("no sources in this grid");
  }

  @Override
  public void limit(int atOnce) {
    calls.add("limit " + atOnce);
  }

  @Override
  public void forget() {
    calls.add("forget");
  }

  @Override
  public SubmitProgress progress() {
    return new SubmitProgress(
        given,
        given,
        tasksSent < 0 ? given : tasksSent,
        given,
        0,
        0,
        total >= 0,
        total,
        total,
        cutShort,
        leftAt,
        false,
        FakeTime.NOW,
        FakeTime.NOW);
  }

  @Override
  public String placeOf(long task) {
    return "tasks.txt:" + task;
  }

  @Override
  public String placeOf(JobStatus other, long task) {
    return other.id() + ":" + task;
  }

  @Override
  public CompletableFuture<Void> sent() {
    return sent;
  }

  @Override
  public void close() {
    calls.add("close");
    sent.completeExceptionally(new GridException("left before its end"));
  }

  private final class Reader implements ResultReader {
    private boolean ended;

    @Override
    public TaskResult next() throws InterruptedException, GridException {
      if (results.isEmpty()) {
        waiting.countDown();
      }
      return open(results.take());
    }

    @Override
    public TaskResult poll(Duration patience) throws InterruptedException, GridException {
      return open(results.poll(patience.toNanos(), TimeUnit.NANOSECONDS));
    }

    private TaskResult open(Object next) throws GridException {
      if (next == END) {
        if (breaks != null) {
          throw breaks;
        }
        ended = true;
        // For the reader after this one.
        results.add(END);
        return null;
      }
      if (next != null && results.contains(END) && results.size() == 1) {
        time.pass(lasts);
      }
      return (TaskResult) next;
    }

    @Override
    public void delivered() {
      calls.add("delivered");
    }

    @Override
    public long dropped() {
      return dropped;
    }

    @Override
    public boolean ended() {
      return ended;
    }

    @Override
    public void close() {}
  }
}
