package taskgrid.grid.node;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.task.Halt;
import taskgrid.task.JobCounts;

/**
 * Ends jobs early of which too many tasks have failed ({@code --halt}), also those whose submitter
 * is gone. Each member looks after the jobs whose facts it owns; if two do so at once while owners
 * change, both write the same fact.
 */
final class HaltWatch {
  private static final Logger LOG = LogManager.getLogger(HaltWatch.class);

  /** So many looks are left out at a job that has nothing to run. */
  private static final int REST = 10;

  private final Facts facts;
  private final Counting.Members members;

  /** What is known of the jobs whose facts are here. For the watch's thread. */
  private final Map<String, Watched> watched = new HashMap<>();

  /** The facts that are looked after here. All block. */
  interface Facts {
    /** Jobs whose facts this member owns. */
    List<String> own();

    @Nullable JobFacts read(String job);

    void halt(String job, boolean now, String reason);
  }

  private static final class Watched {
    /** Null if the job never halts, or has halted or ended. */
    @Nullable Halt halt;

    int resting;
  }

  HaltWatch(Facts facts, Counting.Members members) {
    this.facts = facts;
    this.members = members;
  }

  /** Looks at the jobs that may halt; called every second. Blocks. */
  void look() {
    Set<String> own = new HashSet<>(facts.own());
    watched.keySet().retainAll(own);
    for (String job : own) {
      Watched known = watched.get(job);
      if (known == null) {
        known = new Watched();
        JobFacts read = facts.read(job);
        if (read == null) {
          continue;
        }
        known.halt = read.options().halt();
        watched.put(job, known);
      }
      if (known.halt != null && --known.resting <= 0) {
        look(job, known.halt, known);
      }
    }
  }

  private void look(String job, Halt halt, Watched known) {
    JobFacts read = facts.read(job);
    if (read == null || read.forgotten() || read.cancelled()) {
      known.halt = null;
      return;
    }
    JobCounts counts = Counting.of(members, job);
    if (counts == null) {
      return;
    }
    if (halt.isReached(counts.succeeded(), counts.failed())) {
      String reason = halt.reason(counts.succeeded(), counts.failed());
      LOG.info("job {} is {}", job, reason);
      facts.halt(job, halt.now(), reason);
      known.halt = null;
    } else if (read.sealed() && counts.done() >= read.total()) {
      known.halt = null;
    }
    known.resting = counts.waiting() + counts.running() == 0 ? REST : 0;
  }
}
