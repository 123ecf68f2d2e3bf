package taskgrid.job;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.Grid;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.grid.HandedOn;
import taskgrid.grid.Lines;
import taskgrid.grid.Standstill;
import taskgrid.task.GridException;

/**
 * Seals the stages of a pipeline one after another as soon as the one before has ended. Members do
 * so too, once a second, for nobody may be here; this is sooner.
 */
final class StageSealing implements Runnable {
  private static final long LOOK_MILLIS = 30;
  private static final long LAST_LOOK_MILLIS = 100;

  /** What ends in the last stage is read anyway. */
  private static final long LAST_STAGE_LOOK_MILLIS = 1000;

  private final Grid grid;
  private final StatusQuery query;
  private final Standstill standstill;
  private final List<Link> links;
  private final Future<?> fed;
  private volatile long total = -1;
  private volatile boolean cutShort;
  private volatile boolean lost;
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
    this.query = new StatusQuery(grid, clock);
    this.standstill = new Standstill(clock);
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

  /** Whether some tasks of the last stage are missing, and will not come any more. */
  boolean lost() {
    return lost;
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
      for (String stage : notReadByAny()) {
        awaitEnd(stage, LAST_LOOK_MILLIS);
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
    if (total >= 0) {
      watchLast();
    }
  }

  /** All but the last, which is read from here. */
  private List<String> notReadByAny() {
    Set<String> read = links.stream().map(Link::from).collect(Collectors.toSet());
    return links.subList(0, links.size() - 1).stream()
        .map(Link::stage)
        .filter(stage -> !read.contains(stage))
        .toList();
  }

  /** Its reader waits for all its tasks, unless it hears that some are lost. */
  private void watchLast() {
    try {
      lost = !awaitEnd(links.get(links.size() - 1).stage(), LAST_STAGE_LOOK_MILLIS).ended();
    } catch (GridException e) {
      // Whoever reads it fares no better, and says so himself.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    listener.changed();
  }

  /** Returns how many tasks the stage has. */
  private long seal(Link link) throws GridException, InterruptedException {
    long pause = LOOK_MILLIS;
    while (!closed) {
      JobFacts own = facts(link.stage());
      if (own.sealed()) {
        // A member was sooner; if something is lost, members alone do it, after a while.
        cutShort |= own.cutShort();
        return own.total();
      }
      Evidence before = query.evidence(facts(link.from()));
      if (before.whole() && before.ended()) {
        // What is handed on comes within moments.
        pause = LOOK_MILLIS;
        long tasks = seal(before, own);
        if (tasks >= 0) {
          return tasks;
        }
      }
      pause = pauseAfter(pause, LAST_LOOK_MILLIS);
    }
    throw new InterruptedException();
  }

  /** Returns how many tasks the stage has; below 0 while that is not known. */
  private long seal(Evidence before, JobFacts stage) throws GridException {
    String job = stage.job();
    HandedOn handed = HandedOn.of(before.facts(), stage);
    long tasks = handed.each() ? before.counts().succeeded() : counted(job, handed.lastLine());
    if (tasks >= 0) {
      boolean cut = before.facts().cutShort();
      cutShort |= cut;
      Answers.insist(() -> grid.sealJob(job, tasks, handed.lastLine(), cut), "seal job " + job);
    }
    return tasks;
  }

  /** Returns when all tasks have ended, or those that are missing will not come any more. */
  private Evidence awaitEnd(String job, long longestPause)
      throws GridException, InterruptedException {
    long pause = LOOK_MILLIS;
    while (!closed) {
      Evidence evidence = query.evidence(facts(job));
      if (evidence.whole() && evidence.ended()) {
        return evidence;
      }
      if (!evidence.whole() || evidence.left() > 0) {
        standstill.end(job);
      } else if (standstill.isLong(job, evidence.counts().known())) {
        return evidence;
      }
      pause = pauseAfter(pause, longestPause);
    }
    throw new InterruptedException();
  }

  /** Waits; returns how long to wait the next time. */
  private static long pauseAfter(long pause, long longest) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(pause);
    return Math.min(longest, pause + pause / 4);
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
