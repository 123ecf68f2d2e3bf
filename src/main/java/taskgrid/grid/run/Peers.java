package taskgrid.grid.run;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;

/** The other members, as a runner needs them. */
@FunctionalInterface
public interface Peers {
  /**
   * Delivers results to the current owner of the batch. Completes when they are in the log with
   * their backup; fails when that is not known.
   */
  CompletionStage<@Nullable Void> deliver(BatchKey key, byte[] chunk);
}
