package taskgrid.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.Grid;
import taskgrid.grid.Grid.GridMember;
import taskgrid.grid.Grid.HeldJobs;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.task.GridException;

/**
 * Looks for jobs. Before it says that there is none it asks every member, and asks again while one
 * of them is silent or takes over from another: a job that is just changing hands is not gone. One
 * that members have tasks of, and nobody the facts, is lost.
 */
final class FactsSearch {
  /** Silence is noticed in 15 s, and then what the silent one had is taken over. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(25);

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Grid grid;

  FactsSearch(Grid grid) {
    this.grid = grid;
  }

  /** The facts of a job, also of one that is lost or forgotten; null if there is no such job. */
  @Nullable JobFacts of(String job) throws GridException {
    JobFacts facts = factsOf(job);
    return facts != null ? facts : last(search(job::equals));
  }

  /** The facts of all jobs that match and are not forgotten. */
  List<JobFacts> search(Predicate<String> matches) throws GridException {
    long began = System.nanoTime();
    while (true) {
      List<JobFacts> found = known(matches);
      if (!found.isEmpty()) {
        return found;
      }
      HeldJobs held = held();
      if (held.whole() || System.nanoTime() - began > PATIENCE_NANOS) {
        return lost(held, matches);
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new GridException("interrupted: cannot look for a job");
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** All jobs that are not forgotten. */
  List<JobFacts> all() throws GridException {
    List<JobFacts> all = new ArrayList<>(known(id -> true));
    Set<String> ids = new TreeSet<>();
    all.forEach(facts -> ids.add(facts.job()));
    HeldJobs held = held();
    if (held.whole()) {
      all.addAll(lost(held, id -> !ids.contains(id)));
    }
    return all;
  }

  private List<JobFacts> known(Predicate<String> matches) throws GridException {
    List<JobFacts> known = new ArrayList<>();
    for (String id : Answers.insist(grid::jobs, "list jobs").stream().sorted().toList()) {
      JobFacts facts = matches.test(id) ? factsOf(id) : null;
      if (facts != null && !facts.forgotten()) {
        known.add(facts);
      }
    }
    return known;
  }

  /** Of a job that is just being forgotten there may be something left, and it has facts. */
  private List<JobFacts> lost(HeldJobs held, Predicate<String> matches) throws GridException {
    List<JobFacts> lost = new ArrayList<>();
    for (String id : held.jobs()) {
      if (matches.test(id) && factsOf(id) == null) {
        lost.add(JobFacts.lost(id));
      }
    }
    return lost;
  }

  /** What all members have. */
  private HeldJobs held() {
    long topology = grid.topologyVersion();
    List<GridMember> members = grid.members();
    boolean whole = !members.isEmpty();
    Set<String> jobs = new TreeSet<>();
    for (var answer : Answers.askAll(members, grid::heldJobs)) {
      HeldJobs held = orNull(answer);
      // It is leaving, or silent: who takes over from it will know.
      whole &= held != null && held.whole();
      if (held != null) {
        jobs.addAll(held.jobs());
      }
    }
    return new HeldJobs(whole && topology == grid.topologyVersion(), List.copyOf(jobs));
  }

  private static @Nullable HeldJobs orNull(CompletableFuture<@Nullable HeldJobs> answer) {
    try {
      return Answers.of(answer, "ask members for jobs");
    } catch (GridException silent) {
      return null;
    }
  }

  private @Nullable JobFacts factsOf(String id) throws GridException {
    return Answers.insist(() -> grid.facts(id), "read the facts of job " + id);
  }

  private static @Nullable JobFacts last(List<JobFacts> found) {
    return found.isEmpty() ? null : found.get(found.size() - 1);
  }
}
