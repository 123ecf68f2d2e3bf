package taskgrid.grid.node;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.Grid.JobFacts;

/**
 * Forgets jobs of which only facts and stubs are left, when nobody has touched them for long. Each
 * member looks after the jobs whose facts it owns; if two do so at once while owners change, both
 * write the same fact.
 */
final class OldJobs {
  /** So long an ended job stays after its last result was dropped, or somebody asked for one. */
  static final Duration ENDED_STAYS = Duration.ofHours(24);

  /** So long one stays that is not complete, but that nobody can complete: stranded or lost. */
  static final Duration BROKEN_STAYS = Duration.ofDays(7);

  private static final Logger LOG = LogManager.getLogger(OldJobs.class);
  private static final long PATIENCE_SECONDS = 10;

  private final Facts facts;
  private final Members members;
  private final Clock clock;

  /** Jobs that the sweep before this one would have forgotten. For the sweep's thread. */
  private Set<String> over = Set.of();

  /** The facts that are looked after here. Both block. */
  interface Facts {
    /** Jobs whose facts this member owns. */
    List<String> own();

    @Nullable JobFacts read(String job);

    void forget(String job);
  }

  /** All members, this one too. */
  interface Members {
    Set<UUID> ids();

    /** A number that changes whenever a partition gets another owner. */
    long stamp();

    CompletionStage<Remains> remains(UUID member, String job);
  }

  OldJobs(Facts facts, Members members, Clock clock) {
    this.facts = facts;
    this.members = members;
    this.clock = clock;
  }

  /**
   * Looks at all jobs once, and forgets those that looked old enough the last time too: what moves
   * from one member to another between their answers hides once, but not twice. Blocks.
   */
  void sweep() {
    Set<String> now = new HashSet<>();
    for (String job : facts.own()) {
      JobFacts read = facts.read(job);
      if (read == null || read.forgotten() || !isOver(read)) {
        continue;
      }
      if (over.contains(job)) {
        LOG.info("job {} ended long ago and is forgotten", job);
        facts.forget(job);
      } else {
        now.add(job);
      }
    }
    over = now;
  }

  private boolean isOver(JobFacts job) {
    long age = clock.millis() - job.submittedMillis();
    if (age < ENDED_STAYS.toMillis()) {
      return false;
    }
    List<Remains> all = gather(job.job());
    if (all == null || all.stream().anyMatch(Remains::busy)) {
      return false;
    }
    long quiet = all.stream().mapToLong(Remains::quietMillis).reduce(age, Math::min);
    long tasks = all.stream().mapToLong(Remains::tasks).sum();
    boolean complete = job.sealed() && tasks >= job.total();
    return quiet >= (complete ? ENDED_STAYS : BROKEN_STAYS).toMillis();
  }

  /** What all members have; null if one did not say, or may have meant something that moved. */
  private @Nullable List<Remains> gather(String job) {
    long stamp = members.stamp();
    Set<UUID> ids = members.ids();
    List<CompletionStage<Remains>> questions =
        ids.stream().map(member -> members.remains(member, job)).toList();
    List<Remains> all = new ArrayList<>();
    try {
      for (CompletionStage<Remains> question : questions) {
        all.add(question.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("nobody knows yet whether job {} may be forgotten: {}", job, e.toString());
      return null;
    }
    return stamp == members.stamp() && ids.equals(members.ids()) ? all : null;
  }
}
