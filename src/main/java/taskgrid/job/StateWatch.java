package taskgrid.job;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.task.JobState;

/**
 * Asks now and then for the state of a job whose results somebody waits for, so that waiting ends
 * with the job, however it ends. For one thread.
 */
final class StateWatch {
  static final long PAUSE_MILLIS = 2000;

  /**
   * So long a job must be lost in a row: while members come and go, what they have may look lost
   * for a moment.
   */
  static final long LOST_MILLIS = 10_000;

  private final JobContext context;
  private final Mailbox mailbox;
  private final Runnable over;
  private boolean asked;
  private boolean isOver;
  private long askedMillis;
  private long lostSinceMillis = Long.MAX_VALUE;

  /**
   * @param over runs once, on the mailbox's thread, when the job goes on no more
   */
  StateWatch(JobContext context, Mailbox mailbox, Runnable over) {
    this.context = context;
    this.mailbox = mailbox;
    this.over = over;
    this.askedMillis = context.clock().millis();
  }

  /** Whether nothing more will happen in the job. */
  boolean isOver() {
    return isOver;
  }

  void tick() {
    long now = context.clock().millis();
    if (isOver || asked || now - askedMillis < PAUSE_MILLIS) {
      return;
    }
    asked = true;
    askedMillis = now;
    Answers.ask(this::state)
        .whenComplete((state, error) -> mailbox.post(() -> answered(error == null ? state : null)));
  }

  private CompletionStage<@Nullable JobState> state() {
    return context.grid().facts(context.id()).thenCompose(this::state);
  }

  private CompletionStage<@Nullable JobState> state(@Nullable JobFacts facts) {
    if (facts == null || facts.forgotten()) {
      // Whoever watches the facts will say so.
      return CompletableFuture.completedFuture(null);
    }
    return new StatusQuery(context.grid(), context.clock())
        .gather(facts)
        .thenApply(DeriveState::of);
  }

  private void answered(@Nullable JobState state) {
    asked = false;
    if (state == null) {
      return;
    }
    long now = context.clock().millis();
    lostSinceMillis = state == JobState.LOST ? Math.min(lostSinceMillis, now) : Long.MAX_VALUE;
    isOver =
        state == JobState.LOST
            ? now - lostSinceMillis >= LOST_MILLIS
            : state.ended() || state == JobState.STRANDED;
    if (isOver) {
      over.run();
    }
  }
}
