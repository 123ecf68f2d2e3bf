package taskgrid.grid.node;

import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import taskgrid.grid.client.FactStore;

/**
 * Lets go of what this member has of jobs whose facts are lost, when they have not come back for as
 * long as any broken job is kept. Every member does so for itself.
 */
final class OrphanedJobs {
  private static final Logger LOG = LogManager.getLogger(OrphanedJobs.class);

  private final KnownJobs known;
  private final FactStore facts;
  private final Consumer<String> forget;
  private final Clock clock;

  /** Since when a job is without facts, epoch milliseconds. For the sweep's thread. */
  private final Map<String, Long> since = new HashMap<>();

  /**
   * @param forget drops what this member has of a job
   */
  OrphanedJobs(KnownJobs known, FactStore facts, Consumer<String> forget, Clock clock) {
    this.known = known;
    this.facts = facts;
    this.forget = forget;
    this.clock = clock;
  }

  /** Looks at all jobs once. Blocks. */
  void sweep() {
    long now = clock.millis();
    Set<String> orphaned = new HashSet<>(known.all().jobs());
    orphaned.removeIf(job -> facts.read(job) != null);
    since.keySet().retainAll(orphaned);
    for (String job : orphaned) {
      if (now - since.computeIfAbsent(job, j -> now) >= OldJobs.BROKEN_STAYS.toMillis()) {
        LOG.warn("the facts of job {} are lost for good: what is here of it is dropped", job);
        forget.accept(job);
      }
    }
  }
}
