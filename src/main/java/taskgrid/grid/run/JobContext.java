package taskgrid.grid.run;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import taskgrid.function.FunctionSource;
import taskgrid.function.TaskLanguage;
import taskgrid.grid.Grid.JobFacts;

/** What this member knows of a job that it runs tasks of: its facts, its language, its pace. */
public final class JobContext {
  private static final long RUN_TARGET = TimeUnit.MILLISECONDS.toNanos(2);
  private static final int MAX_RUN = 1024;

  private final TaskLanguage language;
  private final AtomicLong nanosPerTask = new AtomicLong();
  private volatile JobFacts facts;

  public JobContext(JobFacts facts, FunctionSource functions) {
    this.facts = facts;
    this.language =
        new TaskLanguage(
            functions, facts.job(), facts.options().function(), facts.options().maxLine());
  }

  public JobFacts facts() {
    return facts;
  }

  public void facts(JobFacts newer) {
    facts = newer;
  }

  public String job() {
    return facts.job();
  }

  /** Why the job is cancelled; null while it is not. */
  public @Nullable String cancelled() {
    JobFacts now = facts;
    if (now.forgotten()) {
      return "the job was forgotten";
    }
    if (!now.cancelled()) {
      return null;
    }
    return now.reason() == null ? "cancelled" : now.reason();
  }

  /** How its lines are read; all slots share it. */
  TaskLanguage language() {
    return language;
  }

  /** How many tasks a slot claims at once: about 2 ms of work, 1 until the pace is known. */
  int runLength() {
    long nanos = nanosPerTask.get();
    return nanos == 0 ? 1 : (int) Math.max(1, Math.min(MAX_RUN, RUN_TARGET / nanos));
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
