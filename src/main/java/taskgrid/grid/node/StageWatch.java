package taskgrid.grid.node;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.task.JobCounts;
import taskgrid.task.Stage;

/**
 * Seals the stages of pipelines one after another: what succeeded in a stage that has ended is all
 * that the next one gets. Each member looks after the stages whose facts it owns; if two do so at
 * once while owners change, both write the same fact.
 */
final class StageWatch {
  private final Facts facts;
  private final Counting.Members members;

  /** Stages whose facts are here, by job, with the job before; null if they are sealed. */
  private final Map<String, @Nullable String> watched = new HashMap<>();

  /** The facts that are looked after here. All block. */
  interface Facts {
    /** Jobs whose facts this member owns. */
    List<String> own();

    @Nullable JobFacts read(String job);

    void seal(String job, long tasks, long lastLine, boolean cutShort);
  }

  StageWatch(Facts facts, Counting.Members members) {
    this.facts = facts;
    this.members = members;
  }

  /** Called several times a second, one run at a time. Blocks. */
  void look() {
    Set<String> own = new HashSet<>(facts.own());
    watched.keySet().retainAll(own);
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
    Stage fed = before.options().stage();
    long lastLine = fed == null ? before.lastLine() : fed.lastBehind(before.lastLine());
    boolean all = fed != null && !fed.flat();
    long tasks =
        all && takesAll(now) ? counts.succeeded() : Counting.tasksUpTo(members, job, lastLine);
    if (tasks < 0) {
      return false;
    }
    facts.seal(job, tasks, lastLine, before.cutShort());
    return true;
  }

  private static boolean takesAll(JobFacts facts) {
    Stage stage = facts.options().stage();
    return stage == null || stage.when() == null;
  }
}
