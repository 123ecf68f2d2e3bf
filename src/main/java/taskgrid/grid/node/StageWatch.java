package taskgrid.grid.node;

import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.grid.HandedOn;
import taskgrid.grid.Lines;
import taskgrid.grid.Standstill;
import taskgrid.task.JobCounts;
import taskgrid.task.Stage;

/**
 * Seals the stages of pipelines one after another: what succeeded in a stage that has ended is all
 * that the next one gets. Each member looks after the stages whose facts it owns; if two do so at
 * once while owners change, both write the same fact.
 */
final class StageWatch {
  private static final Logger LOG = LogManager.getLogger(StageWatch.class);

  private final Facts facts;
  private final Counting.Members members;

  /** Of stages of which something is missing. */
  private final Standstill standstill;

  /** Stages whose facts are here, by job, with the job before; null if they are sealed. */
  private final Map<String, @Nullable String> watched = new HashMap<>();

  /** The facts that are looked after here. All block. */
  interface Facts {
    /** Jobs whose facts this member owns. */
    List<String> own();

    @Nullable JobFacts read(String job);

    void seal(String job, long tasks, long lastLine, boolean cutShort);
  }

  StageWatch(Facts facts, Counting.Members members, Clock clock) {
    this.facts = facts;
    this.members = members;
    this.standstill = new Standstill(clock);
  }

  /** Called several times a second, one run at a time. Blocks. */
  void look() {
    Set<String> own = new HashSet<>(facts.own());
    watched.keySet().retainAll(own);
    standstill.keep(own);
    for (String job : own) {
      if (!watched.containsKey(job)) {
        JobFacts read = facts.read(job);
        if (read != null) {
          watched.put(job, from(read));
        }
      }
      String from = watched.get(job);
      if (from != null && seal(job, from)) {
        watched.put(job, null);
      }
    }
  }

  private static @Nullable String from(JobFacts facts) {
    Stage stage = facts.options().stage();
    return stage == null || facts.sealed() || facts.forgotten() ? null : stage.from();
  }

  /** Returns whether it is sealed, or never will be. */
  private boolean seal(String job, String from) {
    JobFacts now = facts.read(job);
    if (now == null || now.sealed() || now.forgotten()) {
      return true;
    }
    JobFacts before = facts.read(from);
    if (before == null || !before.sealed()) {
      return false;
    }
    JobCounts counts = Counting.of(members, from);
    boolean ended = counts != null && counts.done() >= before.total();
    if (counts == null || (!ended && !isStill(before, counts))) {
      standstill.end(job);
      return false;
    }
    HandedOn handed = HandedOn.of(before, now);
    long tasks = tasks(before, now, handed, counts);
    if (tasks >= 0) {
      facts.seal(job, tasks, handed.lastLine(), before.cutShort());
    }
    return tasks >= 0;
  }

  /**
   * How many tasks a stage has; below 0 while that cannot be said. What has not come for long,
   * though all before have ended, was lost with more members than there are backups.
   */
  private long tasks(JobFacts before, JobFacts stage, HandedOn handed, JobCounts counts) {
    String job = stage.job();
    List<Lines> lines = handed.each() ? List.of() : Counting.lines(members, job);
    if (lines == null) {
      return -1;
    }
    long tasks = handed.each() ? counts.succeeded() : Lines.tasksUpTo(handed.lastLine(), lines);
    if (tasks >= 0 && counts.done() >= before.total()) {
      return tasks;
    }
    if (!standstill.isLong(job, counts.known() + covered(lines))) {
      return -1;
    }
    LOG.warn("job {}: what is missing of it or of {} is lost", job, before.job());
    return tasks >= 0 ? tasks : withLost(before, stage, lines);
  }

  /** Whether nothing waits or runs in a stage and in those before it, which might bring more. */
  private boolean isStill(JobFacts stage, JobCounts counts) {
    boolean still = counts.left() == 0;
    String from = before(stage);
    while (still && from != null) {
      JobCounts there = Counting.of(members, from);
      still = there != null && there.left() == 0;
      JobFacts read = facts.read(from);
      from = read == null ? null : before(read);
    }
    return still;
  }

  private static @Nullable String before(JobFacts stage) {
    Stage of = stage.options().stage();
    return of == null ? null : of.from();
  }

  private static long covered(List<Lines> lines) {
    return lines.stream().mapToLong(some -> some.last() - some.first() + 1).sum();
  }

  /**
   * How many tasks a stage has with those that were lost on their way to it, as if of each line of
   * the source one had been there; below 0 if not all members say what there is. What was lost in
   * the stage before is said there.
   */
  private long withLost(JobFacts before, JobFacts stage, List<Lines> lines) {
    List<Lines> there = Counting.lines(members, before.job());
    Stage from = before.options().stage();
    Stage to = stage.options().stage();
    if (there == null || from == null || to == null) {
      return -1;
    }
    List<Lines> behind =
        there.stream()
            .map(
                some ->
                    new Lines(
                        from.lastBehind(some.first() - 1) + 1,
                        from.lastBehind(some.last()),
                        some.tasks()))
            .toList();
    return Lines.withLost(behind, lines, Stage.numbersBehind(to.spread()));
  }
}
