package taskgrid.job;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;

/**
 * Fetches single segments, and batches for their lines. Answers come through the mailbox; what did
 * not come is for others to ask again. For one thread.
 */
final class Fetches {
  private final JobContext context;
  private final Mailbox mailbox;
  private int underWay;

  Fetches(JobContext context, Mailbox mailbox) {
    this.context = context;
    this.mailbox = mailbox;
  }

  /**
   * @param answer takes the bytes, or null, and whether the grid answered at all
   */
  void segment(BatchKey key, int n, BiConsumer<byte @Nullable [], Boolean> answer) {
    underWay++;
    Answers.ask(() -> context.grid().segment(key, n))
        .whenComplete((bytes, error) -> post(answer, bytes, error == null));
  }

  void batch(BatchKey key, BiConsumer<byte @Nullable [], Boolean> answer) {
    underWay++;
    Answers.ask(() -> context.grid().batch(key))
        .whenComplete((bytes, error) -> post(answer, bytes, error == null));
  }

  private void post(
      BiConsumer<byte @Nullable [], Boolean> answer, byte @Nullable [] bytes, boolean answered) {
    mailbox.post(
        () -> {
          underWay--;
          answer.accept(bytes, answered);
        });
  }

  /** Whether nothing is awaited. */
  boolean isQuiet() {
    return underWay == 0;
  }
}
