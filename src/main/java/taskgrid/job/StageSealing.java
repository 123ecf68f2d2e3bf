package taskgrid.job;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.Grid;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.task.GridException;

/**
 * Seals the stages of a pipeline one after another as soon as the one before has ended. Members do
 * so too, once a second, for nobody may be here; this is sooner.
 */
final class StageSealing implements Runnable {
  private static final long LOOK_MILLIS = 30;
  private static final long LAST_LOOK_MILLIS = 500;

  private final Grid grid;
  private final Clock clock;
  private final List<String> stages;
  private final Future<?> fed;
  private volatile long total = -1;
  private volatile boolean cutShort;
  private volatile boolean closed;
  private volatile @Nullable GridException failure;
  private volatile SubmitListener listener = SubmitListener.NOBODY;

  /**
   * @param stages their jobs, in order
   * @param fed done when the first has all its tasks, if that is known here
   */
  StageSealing(Grid grid, Clock clock, List<String> stages, Future<?> fed) {
    this.grid = grid;
    this.clock = clock;
    this.stages = stages;
    this.fed = fed;
  }

  /** Tasks of the last stage; -1 while that is not known. */
  long total() {
    return total;
  }

  /** Whether a stage was sealed before the end of what it would have had, for it was cancelled. */
  boolean cutShort() {
    return cutShort;
  }

  /** Why it was given up; null if it was not. */
  @Nullable GridException failure() {
    return failure;
  }

  void tell(SubmitListener reader) {
    listener = reader;
  }

  void close() {
    closed = true;
  }

  @Override
  public void run() {
    try {
      fed.get();
      long tasks = -1;
      for (int stage = 1; stage < stages.size() && !closed; stage++) {
        tasks = seal(stages.get(stage - 1), stages.get(stage));
      }
      total = tasks;
    } catch (ExecutionException e) {
      // Whoever feeds the first stage has failed, and says so himself.
      return;
    } catch (GridException e) {
      failure = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    listener.changed();
  }

  /** Returns how many tasks the stage has. */
  private long seal(String before, String stage) throws GridException, InterruptedException {
    long pause = LOOK_MILLIS;
    while (!closed) {
      JobFacts facts = Answers.insist(() -> grid.facts(before), "read the facts of job " + before);
      if (facts == null || facts.forgotten()) {
        throw new GridException("job " + before + " was forgotten; its results are gone");
      }
      Evidence evidence = new StatusQuery(grid, clock).evidence(facts);
      if (evidence.whole() && evidence.ended()) {
        long tasks = evidence.counts().succeeded();
        if (facts.cutShort()) {
          cutShort = true;
        }
        Answers.insist(
            () -> grid.sealJob(stage, tasks, facts.lastLine(), facts.cutShort()),
            "seal job " + stage);
        return tasks;
      }
      TimeUnit.MILLISECONDS.sleep(pause);
      pause = Math.min(LAST_LOOK_MILLIS, pause + pause / 4);
    }
    return -1;
  }
}
