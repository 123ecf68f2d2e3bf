package taskgrid.grid.node;

import java.util.ArrayList;
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
import taskgrid.grid.Grid.Progress;
import taskgrid.task.JobCounts;

/** Asks all members what they have of a job. */
final class Counting {
  private static final Logger LOG = LogManager.getLogger(Counting.class);
  private static final long PATIENCE_SECONDS = 10;

  private Counting() {}

  /** All members, this one too. */
  interface Members {
    Set<UUID> ids();

    /** A number that changes whenever a partition gets another owner. */
    long stamp();

    CompletionStage<Progress> progress(UUID member, String job);
  }

  /**
   * What all members have; null if one did not say, or may have counted something that moved.
   * Blocks.
   */
  static @Nullable JobCounts of(Members members, String job) {
    long stamp = members.stamp();
    Set<UUID> ids = members.ids();
    List<CompletionStage<Progress>> questions = new ArrayList<>();
    ids.forEach(member -> questions.add(members.progress(member, job)));
    JobCounts sum = JobCounts.NONE;
    try {
      for (CompletionStage<Progress> question : questions) {
        Progress progress = question.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        sum = sum.plus(progress.counts());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("nobody knows yet how far job {} is: {}", job, e.toString());
      return null;
    }
    return stamp == members.stamp() && ids.equals(members.ids()) ? sum : null;
  }
}
