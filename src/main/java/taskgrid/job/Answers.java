package taskgrid.job;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.Grid.GridMember;
import taskgrid.task.GridException;

/** Asks the grid, and waits for its answers where there is nothing else to do. */
final class Answers {
  private static final long PATIENCE_SECONDS = 30;
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LAST_PAUSE_MILLIS = 1000;

  private Answers() {}

  /**
   * Asks without waiting. A client that is not connected any more refuses at once instead of
   * failing its answer; here both look the same.
   */
  static <T extends @Nullable Object> CompletionStage<T> ask(
      Supplier<CompletionStage<T>> question) {
    try {
      return question.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Asks all these members at once, without waiting.
   *
   * @return their answers in the members' order; null of one that refuses, for it may be leaving
   */
  static <T> List<CompletableFuture<@Nullable T>> askAll(
      List<GridMember> members, Function<UUID, CompletionStage<T>> question) {
    List<CompletableFuture<@Nullable T>> answers = new ArrayList<>(members.size());
    for (GridMember member : members) {
      answers.add(orNull(() -> question.apply(member.id())));
    }
    return answers;
  }

  private static <T> CompletableFuture<@Nullable T> orNull(Supplier<CompletionStage<T>> question) {
    CompletableFuture<@Nullable T> answer = new CompletableFuture<>();
    ask(question).whenComplete((told, error) -> answer.complete(error == null ? told : null));
    return answer;
  }

  /**
   * Asks again until there is an answer: while a member is dying, what is asked of it fails. For
   * questions that may be repeated without harm, as all to the grid may.
   *
   * @param what is asked, as in "the grid cannot WHAT"
   */
  static <T extends @Nullable Object> T insist(Supplier<CompletionStage<T>> question, String what)
      throws GridException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    for (long pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(2 * pause, LAST_PAUSE_MILLIS)) {
      try {
        return of(ask(question), what);
      } catch (GridException e) {
        boolean interrupted = Thread.currentThread().isInterrupted();
        if (interrupted || System.nanoTime() - until >= 0) {
          throw e;
        }
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
    }
  }

  /**
   * @param what was asked, as in "the grid cannot WHAT"
   */
  static <T extends @Nullable Object> T of(CompletionStage<T> stage, String what)
      throws GridException {
    try {
      return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GridException("interrupted: cannot " + what, e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new GridException("cannot " + what + ": " + cause.getMessage(), cause);
    } catch (TimeoutException e) {
      throw new GridException(
          "cannot " + what + ": the grid gave no answer within " + PATIENCE_SECONDS + " s", e);
    }
  }
}
