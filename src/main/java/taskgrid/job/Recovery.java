package taskgrid.job;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import taskgrid.grid.Grid;

/**
 * Finds batches that the grid has lost, and sends them again. It asks after a member has left, and
 * when nothing was heard of a batch for long. Belongs to the submitter's thread.
 */
final class Recovery {
  private static final long FIRST_PATIENCE_MILLIS = 10_000;
  private static final long LAST_PATIENCE_MILLIS = 60_000;
  private static final int QUESTIONS_AT_ONCE = 64;

  private final JobContext context;
  private final Mailbox mailbox;
  private final SentBatches sent;
  private final Consumer<SentBatch> lost;
  private Set<UUID> members = new HashSet<>();
  private int questions;

  /**
   * @param lost takes a batch of which the grid has nothing
   */
  Recovery(JobContext context, Mailbox mailbox, SentBatches sent, Consumer<SentBatch> lost) {
    this.context = context;
    this.mailbox = mailbox;
    this.sent = sent;
    this.lost = lost;
  }

  /** Members may have changed; if one is gone, every batch is in doubt. */
  void membersChanged() {
    Set<UUID> now = new HashSet<>();
    for (Grid.GridMember member : context.grid().members()) {
      now.add(member.id());
    }
    if (!now.containsAll(members)) {
      for (SentBatch batch : sent.all()) {
        batch.patienceMillis = 0;
      }
    }
    members = now;
  }

  /** Something was heard of a batch. */
  static void heard(SentBatch batch, long nowMillis) {
    batch.heardMillis = nowMillis;
    batch.patienceMillis = FIRST_PATIENCE_MILLIS;
  }

  /** Asks after batches that are in doubt. */
  void tick(long nowMillis) {
    if (members.isEmpty()) {
      return;
    }
    for (SentBatch batch : sent.all()) {
      if (questions >= QUESTIONS_AT_ONCE) {
        return;
      }
      if (inDoubt(batch, nowMillis)) {
        ask(batch, nowMillis);
      }
    }
  }

  private static boolean inDoubt(SentBatch batch, long nowMillis) {
    return batch.state != SentBatch.State.STORING
        && !batch.asked
        && nowMillis - batch.heardMillis >= batch.patienceMillis;
  }

  private void ask(SentBatch batch, long nowMillis) {
    batch.asked = true;
    questions++;
    Answers.ask(() -> context.grid().knows(batch.key))
        .whenComplete(
            (known, error) -> mailbox.post(() -> answered(batch, known, error == null, nowMillis)));
  }

  private void answered(SentBatch batch, Boolean known, boolean answered, long askedMillis) {
    batch.asked = false;
    questions--;
    if (!answered || batch.state == SentBatch.State.STORING) {
      return;
    }
    if (known) {
      // Patience grows, so that long tasks are not asked after all the time.
      batch.heardMillis = askedMillis;
      batch.patienceMillis =
          Math.min(Math.max(2 * batch.patienceMillis, FIRST_PATIENCE_MILLIS), LAST_PATIENCE_MILLIS);
    } else if (sent.get(batch.packed.first()) == batch) {
      lost.accept(batch);
    }
  }
}
