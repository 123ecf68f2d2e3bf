package taskgrid.grid.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

    /** Which lines of a job a member has, as pairs of a first and a last one. */
    CompletionStage<long[]> lines(UUID member, String job);
  }

  /**
   * Whether all members together have every line of a job up to this one; false if one did not say,
   * or may have told of something that moved. Blocks.
   */
  static boolean haveAll(Members members, String job, long lastLine) {
    long stamp = members.stamp();
    Set<UUID> ids = members.ids();
    TreeMap<Long, Long> ranges = new TreeMap<>();
    try {
      for (UUID member : ids) {
        long[] lines =
            members
                .lines(member, job)
                .toCompletableFuture()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        for (int i = 0; i < lines.length; i += 2) {
          ranges.merge(lines[i], lines[i + 1], Math::max);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("nobody knows yet which lines of job {} there are: {}", job, e.toString());
      return false;
    }
    long covered = 0;
    for (Map.Entry<Long, Long> range : ranges.entrySet()) {
      covered = range.getKey() <= covered + 1 ? Math.max(covered, range.getValue()) : covered;
    }
    return covered >= lastLine && stamp == members.stamp() && ids.equals(members.ids());
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
