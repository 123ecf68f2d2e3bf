package taskgrid.grid.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer on which nothing happens until the test says so; no thread, no time. */
final class ManualTimer extends ScheduledThreadPoolExecutor {
  private final List<Step> steps = new ArrayList<>();

  ManualTimer() {
    super(0);
  }

  int waiting() {
    return steps.size();
  }

  /** Runs what was scheduled, and not what that schedules. */
  void elapse() {
    List<Step> due = List.copyOf(steps);
    steps.clear();
    due.forEach(Step::run);
  }

  /** Runs one of the scheduled steps; returns whether there was one. */
  boolean elapseOne(Random random) {
    if (steps.isEmpty()) {
      return false;
    }
    steps.remove(random.nextInt(steps.size())).run();
    return true;
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    Step step = new Step(command);
    steps.add(step);
    return step;
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> command, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  private static final class Step extends FutureTask<Object>
      implements RunnableScheduledFuture<Object> {
    Step(Runnable command) {
      super(command, "");
    }

    @Override
    public boolean isPeriodic() {
      return false;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return 0;
    }

    @Override
    public int compareTo(Delayed other) {
      return 0;
    }

    @Override
    protected void setException(Throwable failure) {
      throw new AssertionError("a timer's step failed", failure);
    }
  }
}
