package taskgrid.job;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import taskgrid.task.GridException;

/** Asks the grid, and waits for its answers where there is nothing else to do. */
final class Answers {
  private static final long PATIENCE_SECONDS = 30;

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
