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
import taskgrid.grid.Lines;
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

    /** Which lines of a job a member has. */
    CompletionStage<List<Lines>> lines(UUID member, String job);
  }

  /**
   * Which lines of a job all members have; null if one did not say, or may have told of something
   * that moved. Blocks.
   */
  static @Nullable List<Lines> lines(Members members, String job) {
    List<List<Lines>> all = ask(members, "which lines there are", job, members::lines);
    return all == null ? null : all.stream().flatMap(List::stream).toList();
  }

  /**
   * What all members have; null if one did not say or does not know yet, or may have counted
   * something that moved. Blocks.
   */
  static @Nullable JobCounts of(Members members, String job) {
    List<Progress> all = ask(members, "how far it is", job, members::progress);
    return all == null || !all.stream().allMatch(Progress::whole)
        ? null
        : all.stream().map(Progress::counts).reduce(JobCounts.NONE, JobCounts::plus);
  }

  /** What all members answer; null if one does not, or what it told of may have moved. */
  private static <T> @Nullable List<T> ask(
      Members members, String what, String job, Question<T> question) {
    long stamp = members.stamp();
    Set<UUID> ids = members.ids();
    List<CompletionStage<T>> questions = new ArrayList<>();
    ids.forEach(member -> questions.add(question.ask(member, job)));
    List<T> answers = new ArrayList<>();
    try {
      for (CompletionStage<T> asked : questions) {
        answers.add(asked.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("of job {} nobody knows yet {}: {}", job, what, e.toString());
      return null;
    }
    return stamp == members.stamp() && ids.equals(members.ids()) ? answers : null;
  }

  private interface Question<T> {
    CompletionStage<T> ask(UUID member, String job);
  }
}
