package taskgrid.job;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.Grid;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.grid.HandedOn;
import taskgrid.grid.Lines;
import taskgrid.task.GridException;

/**
 * Seals the stages of a pipeline one after another as soon as the one before has ended. Members do
 * so too, once a second, for nobody may be here; this is sooner.
 */
final class StageSealing implements Runnable {
  private static final long LOOK_MILLIS = 30;
  private static final long LAST_LOOK_MILLIS = 100;

  private final Grid grid;
  private final Clock clock;
  private final List<Link> links;
  private final Future<?> fed;
  private volatile long total = -1;
  private volatile boolean cutShort;
  private volatile boolean closed;
  private volatile @Nullable GridException failure;
  private volatile SubmitListener listener = SubmitListener.NOBODY;

  /** A stage that is fed by another. */
  record Link(String from, String stage) {}

  /**
   * @param links of all stages but the first, each behind the one that feeds its own; the last one
   *     leads to the stage that is read
   * @param fed done when the first has all its tasks, if that is known here
   */
  StageSealing(Grid grid, Clock clock, List<Link> links, Future<?> fed) {
    this.grid = grid;
    this.clock = clock;
    this.links = links;
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
      for (Link link : links) {
        tasks = seal(link);
      }
      // Who reads the last stage is there until the others have ended as well.
      for (Link link : links.subList(0, links.size() - 1)) {
        awaitEnd(link.stage());
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
  private long seal(Link link) throws GridException, InterruptedException {
    while (!closed) {
      Evidence before = awaitEnd(link.from());
      JobFacts own = facts(link.stage());
      if (own.sealed()) {
        // Where lines are lost nobody can count them; after a while a member seals it nevertheless.
        return own.total();
      }
      HandedOn handed = HandedOn.of(before.facts(), own);
      long tasks =
          handed.each() ? before.counts().succeeded() : counted(link.stage(), handed.lastLine());
      if (tasks < 0) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        continue;
      }
      boolean cut = before.facts().cutShort();
      if (cut) {
        cutShort = true;
      }
      Answers.insist(
          () -> grid.sealJob(link.stage(), tasks, handed.lastLine(), cut),
          "seal job " + link.stage());
      return tasks;
    }
    throw new InterruptedException();
  }

  private Evidence awaitEnd(String job) throws GridException, InterruptedException {
    long pause = LOOK_MILLIS;
    while (!closed) {
      Evidence evidence = new StatusQuery(grid, clock).evidence(facts(job));
      if (evidence.whole() && evidence.ended()) {
        return evidence;
      }
      TimeUnit.MILLISECONDS.sleep(pause);
      pause = Math.min(LAST_LOOK_MILLIS, pause + pause / 4);
    }
    throw new InterruptedException();
  }

  private JobFacts facts(String job) throws GridException {
    JobFacts facts = Answers.insist(() -> grid.facts(job), "read the facts of job " + job);
    if (facts == null || facts.forgotten()) {
      throw new GridException("job " + job + " was forgotten; its results are gone");
    }
    return facts;
  }

  /** How many tasks a stage has, counted when the last of them has come; below 0 until then. */
  private long counted(String stage, long lastLine) throws GridException {
    long topology = grid.topologyVersion();
    List<Lines> all = new ArrayList<>();
    for (Grid.GridMember member : grid.members()) {
      all.addAll(Answers.of(grid.lines(member.id(), stage), "ask members about job " + stage));
    }
    return topology == grid.topologyVersion() ? Lines.tasksUpTo(lastLine, all) : -1;
  }
}
