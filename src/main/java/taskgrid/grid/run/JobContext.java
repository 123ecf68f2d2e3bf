package taskgrid.grid.run;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import taskgrid.function.FunctionSource;
import taskgrid.function.LimitValue;
import taskgrid.function.TaskCall;
import taskgrid.function.TaskLanguage;
import taskgrid.grid.Bundles;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.grid.layout.Batch;
import taskgrid.task.Limits;
import taskgrid.task.Shipped;
import taskgrid.task.Stage;

/** What this member knows of a job that it runs tasks of: its facts, its language, its pace. */
public final class JobContext {
  private static final long RUN_TARGET = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long RUN_OF_COMMANDS_TARGET = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int MAX_RUN = 1024;
  private static final long AHEAD_TARGET = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int MAX_AHEAD = 8192;
  private static final long FEW_AHEAD_TARGET = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int FEW_AHEAD = 32;
  private static final long DEFAULT_BACKOFF = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long MAX_BACKOFF = TimeUnit.HOURS.toNanos(1);

  private final FunctionSource functions;
  private final Bundles bundles;

  /** Guarded by this; null until it is needed, and while the job's files are not here. */
  private volatile @Nullable TaskLanguage language;

  private final @Nullable LimitValue limitValue;
  private final AtomicLong nanosPerTask = new AtomicLong();
  private volatile JobFacts facts;

  /** What of it is cancelled; null while nothing is, so that a slot has only to look at this. */
  private volatile @Nullable Cancellation cancellation;

  /**
   * @param bundles where the files are that the job may have shipped
   */
  public JobContext(JobFacts facts, FunctionSource functions, Bundles bundles) {
    this.facts = facts;
    this.cancellation = Cancellation.of(facts);
    this.functions = functions;
    this.bundles = bundles;
    this.limitValue = LimitValue.of(facts.options().limits());
  }

  public JobFacts facts() {
    return facts;
  }

  public void facts(JobFacts newer) {
    facts = newer;
    cancellation = Cancellation.of(newer);
  }

  public String job() {
    return facts.job();
  }

  /** What of the job is cancelled; null while nothing is. */
  public @Nullable Cancellation cancellation() {
    return cancellation;
  }

  /** Why nothing of the job is to be started any more; null while it may be. */
  public @Nullable String cancelled() {
    Cancellation now = cancellation;
    return now == null ? null : now.ofJob();
  }

  /** How its lines are read; all slots share it. */
  TaskLanguage language() {
    TaskLanguage known = language;
    return known != null ? known : makeLanguage();
  }

  private synchronized TaskLanguage makeLanguage() {
    TaskLanguage known = language;
    if (known != null) {
      return known;
    }
    Shipped shipped = facts.options().shipped();
    boolean here = shipped == null || bundles.ready().contains(shipped.id());
    TaskLanguage made = new TaskLanguage(functions, job(), facts.options());
    if (here) {
      language = made;
    }
    return made;
  }

  /** Nothing of the job is run any more. */
  public synchronized void close() {
    TaskLanguage known = language;
    if (known != null) {
      known.close();
    }
  }

  /**
   * How long a failed attempt of a line waits before the next: the line's own backoff, doubling
   * with each attempt, and up to a fifth more by chance, so that retries do not march in step.
   */
  OpenBatch.Backoff backoff(Batch batch) {
    return (line, attempt) -> {
      TaskCall call = language().parse(batch.bytes(), batch.offset(line), batch.length(line));
      Duration named = call instanceof TaskCall.Call task ? task.backoff() : null;
      Duration first = named == null ? facts.options().attempts().backoff() : named;
      long base = first == null ? DEFAULT_BACKOFF : Math.min(MAX_BACKOFF, first.toNanos());
      long doubled = Math.min(MAX_BACKOFF, base << Math.min(attempt - 1, 20));
      return doubled + (long) (ThreadLocalRandom.current().nextDouble() * doubled / 5);
    };
  }

  /** How many of its tasks may run at once, as was last said. */
  public Limits limits() {
    return facts.limits();
  }

  /** What a line is counted as; null if only the job as a whole is limited. */
  @Nullable LimitValue limitValue() {
    return limitValue;
  }

  /** So many members may crash while they run a task of it alone; 0 = nobody counts. */
  int crashLimit() {
    return facts.options().attempts().crashLimit();
  }

  /** Whether its tasks are commands, which run outside of their member. */
  boolean runsCommands() {
    return facts.options().commands().needed();
  }

  /** How many lines a value may have; 0 = as many as it likes. */
  int linesOfValues() {
    Stage stage = facts.options().stage();
    if (stage == null || stage.next().isEmpty()) {
      return 0;
    }
    return stage.flat() ? Stage.SPREAD : 1;
  }

  boolean isBeyondCrashLimit(Suspicion suspicion) {
    return crashLimit() > 0 && suspicion.crashes() >= crashLimit();
  }

  /**
   * How many lines beyond those that it starts a slot marks, so that no slot waits for a mark: 10
   * ms of work, or a few tasks that take 100 ms. Not more, for a crash makes suspects of all of
   * them. 0 while the pace is unknown, and where tasks are longer.
   */
  int linesAhead() {
    long nanos = nanosPerTask.get();
    if (nanos == 0) {
      return 0;
    }
    long few = Math.min(FEW_AHEAD, FEW_AHEAD_TARGET / nanos);
    return (int) Math.max(few, Math.min(MAX_AHEAD, AHEAD_TARGET / nanos));
  }

  /**
   * How many tasks a slot claims at once: about 2 ms of work, of commands, each of which takes
   * about that, 10 ms; 1 until the pace is known.
   */
  int runLength() {
    long nanos = nanosPerTask.get();
    long target = runsCommands() ? RUN_OF_COMMANDS_TARGET : RUN_TARGET;
    return nanos == 0 ? 1 : (int) Math.max(1, Math.min(MAX_RUN, target / nanos));
  }

  /** Moving average of a task's time on this member, nanoseconds; 0 while unknown. */
  public long nanosPerTask() {
    return nanosPerTask.get();
  }

  /** Notes that a slot ran so many tasks in so much time. */
  void ran(int tasks, long nanos) {
    if (tasks > 0) {
      long each = Math.max(1, nanos / tasks);
      nanosPerTask.updateAndGet(old -> old == 0 ? each : old + (each - old) / 4);
    }
  }
}
