package taskgrid.grid.node;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.log.JobLog;
import taskgrid.grid.log.LogIndex;
import taskgrid.grid.run.Dispatcher;
import taskgrid.grid.run.JobContext;
import taskgrid.task.Stage;

/**
 * Keeps the stages of a pipeline from running far ahead of the stages behind them: of a stage,
 * about a second of work may wait on a member, and then the stage before it starts nothing there.
 * So what the slowest stage cannot take comes to a halt back to the source.
 */
final class Backlog implements StartGate.Stages {
  private static final long WORTH = TimeUnit.SECONDS.toNanos(1);

  /** For each slot, at least and at most; and while nobody knows how long a task takes. */
  private static final long LEAST = 16;

  private static final long MOST = 16_384;
  private static final long UNKNOWN = 1_024;

  private final Dispatcher dispatcher;
  private final JobContexts jobs;
  private final LogIndex index;
  private final int slots;

  /** Jobs of stages that have to wait. */
  private volatile Set<String> ahead = Set.of();

  /** Jobs of first stages of which enough waits here. */
  private volatile Set<String> full = Set.of();

  /**
   * @param slots of this member
   */
  Backlog(Dispatcher dispatcher, JobContexts jobs, LogIndex index, int slots) {
    this.dispatcher = dispatcher;
    this.jobs = jobs;
    this.index = index;
    this.slots = slots;
  }

  /** Looks anew. Returns whether a stage may go on that could not. */
  boolean look() {
    Set<String> waiting = new HashSet<>();
    Set<String> enough = new HashSet<>();
    for (String job : dispatcher.jobsWithBatches()) {
      Stage stage = stage(job);
      if (stage != null && hasEnough(job)) {
        if (stage.from() == null) {
          enough.add(job);
        } else {
          waiting.add(stage.from());
        }
      }
    }
    boolean less = !waiting.containsAll(ahead);
    ahead = waiting;
    full = enough;
    return less;
  }

  private @Nullable Stage stage(String job) {
    JobContext context = jobs.known(job);
    return context == null ? null : context.facts().options().stage();
  }

  private boolean hasEnough(String job) {
    JobContext context = jobs.known(job);
    long nanos = context == null ? 0 : context.nanosPerTask();
    long each = nanos == 0 ? UNKNOWN : Math.max(LEAST, Math.min(MOST, WORTH / nanos));
    return dispatcher.load(job).waiting() > each * slots;
  }

  /** Whether a stage must wait for the one behind it; never with what is to be read next. */
  @Override
  public boolean isAhead(BatchKey key, long after) {
    if (!ahead.contains(key.job())) {
      return false;
    }
    Stage stage = stage(key.job());
    JobLog last = stage == null ? null : index.peek(stage.last());
    return stage == null || last == null || !isBefore(last.head(), stage, after);
  }

  /**
   * Whether what becomes of a batch begins before a task of the last stage, or with it.
   *
   * @param after the last line before the batch
   */
  private boolean isBefore(long head, Stage stage, long after) {
    Stage last = stage(stage.last());
    return last != null && !stage.isBehind(after, last, head);
  }

  /**
   * Whether the reader of the last stage cannot go on without what becomes of a batch: then nothing
   * may hold it up, or all would wait for each other.
   */
  @Override
  public boolean isNextToRead(BatchKey key, long after) {
    Stage stage = stage(key.job());
    JobLog last = stage == null ? null : index.peek(stage.last());
    return stage != null
        && last != null
        && (isBefore(last.head(), stage, after) || last.isReadToEnd());
  }

  @Override
  public boolean isEndless(String job) {
    Stage stage = stage(job);
    return stage != null && stage.driven() && stage.next().isEmpty();
  }

  /** Whether the source of a job should send no more here for now. */
  boolean isFull(String job) {
    return full.contains(job);
  }
}
