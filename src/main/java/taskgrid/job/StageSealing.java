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
import taskgrid.task.Stage;

/**
 * Seals the stages of a pipeline one after another as soon as the one before has ended. Members do
 * so too, once a second, for nobody may be here; this is sooner.
 */
final class StageSealing implements Runnable {
  private static final long LOOK_MILLIS = 30;
  private static final long LAST_LOOK_MILLIS = 100;

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

  /**
   * How many tasks a stage has, of which all before have ended; below 0 while nobody knows. Where
   * only some values go on, they are counted when the last of them has come.
   */
  private long tasks(String stage, Evidence before) throws GridException {
    JobFacts facts = Answers.insist(() -> grid.facts(stage), "read the facts of job " + stage);
    Stage own = facts == null ? null : facts.options().stage();
    if (facts == null || own == null || own.when() == null) {
      return before.counts().succeeded();
    }
    LineRanges lines = new LineRanges();
    for (Grid.GridMember member : grid.members()) {
      long[] some = Answers.of(grid.lines(member.id(), stage), "ask members about job " + stage);
      for (int i = 0; i < some.length; i += 2) {
        lines.add(some[i], some[i + 1]);
      }
    }
    Evidence now = new StatusQuery(grid, clock).evidence(facts);
    boolean all = lines.firstMissing() > before.facts().lastLine();
    return all && now.whole() ? now.counts().known() : -1;
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
        long tasks = tasks(stage, evidence);
        if (tasks < 0) {
          TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
          continue;
        }
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
