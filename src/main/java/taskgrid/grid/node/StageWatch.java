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
import taskgrid.task.JobCounts;
import taskgrid.task.Stage;

/**
 * Seals the stages of pipelines one after another: what succeeded in a stage that has ended is all
 * that the next one gets. Each member looks after the stages whose facts it owns; if two do so at
 * once while owners change, both write the same fact.
 */
final class StageWatch {
  private static final Logger LOG = LogManager.getLogger(StageWatch.class);

  /** What is handed on is stored within moments, and moves within seconds. */
  private static final long LOST_MILLIS = 60_000;

  private final Facts facts;
  private final Counting.Members members;
  private final Clock clock;

  /** Since when lines of a job are missing though all before have ended, epoch milliseconds. */
  private final Map<String, Long> missing = new HashMap<>();

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
    this.clock = clock;
  }

  /** Called several times a second, one run at a time. Blocks. */
  void look() {
    Set<String> own = new HashSet<>(facts.own());
    watched.keySet().retainAll(own);
    missing.keySet().retainAll(own);
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
    if (counts == null || counts.done() < before.total()) {
      return false;
    }
    HandedOn handed = HandedOn.of(before, now);
    long tasks = handed.each() ? counts.succeeded() : counted(now, handed);
    if (tasks < 0) {
      return false;
    }
    facts.seal(job, tasks, handed.lastLine(), before.cutShort());
    return true;
  }

  /**
   * How many tasks a stage has, counted when the last of them has come; below 0 until then. What
   * has not come long after all before have ended was lost with more members than there are
   * backups: so that this is said and not waited for, it is counted as if of each line of the
   * source one task had been there.
   */
  private long counted(JobFacts stage, HandedOn handed) {
    String job = stage.job();
    List<Lines> lines = Counting.lines(members, job);
    if (lines == null) {
      return -1;
    }
    long tasks = Lines.tasksUpTo(handed.lastLine(), lines);
    long now = clock.millis();
    if (tasks >= 0 || now - missing.computeIfAbsent(job, since -> now) < LOST_MILLIS) {
      return tasks;
    }
    LOG.warn("job {}: not all that was handed on to it is there", job);
    return Lines.withLostUpTo(handed.lastLine(), lines, linesOfSource(stage));
  }

  /** How many of its lines one line of the source may have become. */
  private static long linesOfSource(JobFacts facts) {
    Stage stage = facts.options().stage();
    return Stage.numbersBehind(stage == null ? 0 : stage.spread());
  }
}
