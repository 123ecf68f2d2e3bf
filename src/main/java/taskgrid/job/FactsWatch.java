package taskgrid.job;

import org.jspecify.annotations.Nullable;
import taskgrid.grid.Grid.JobFacts;

/** Asks for a job's facts once a second. For one thread. */
final class FactsWatch {
  private static final long PAUSE_MILLIS = 1000;
  private static final int MOST_UNKNOWN = 10;

  private final JobContext context;
  private final Mailbox mailbox;
  private @Nullable JobFacts facts;
  private boolean asked;
  private long askedMillis;

  /** How often in a row the grid did not know the job any more. */
  private int unknown;

  /**
   * @param facts what is known of them; null if nothing
   */
  FactsWatch(JobContext context, Mailbox mailbox, @Nullable JobFacts facts) {
    this.context = context;
    this.mailbox = mailbox;
    this.facts = facts;
  }

  void tick() {
    long now = context.clock().millis();
    if (asked || now - askedMillis < PAUSE_MILLIS) {
      return;
    }
    asked = true;
    askedMillis = now;
    Answers.ask(() -> context.grid().facts(context.id()))
        .whenComplete((answer, error) -> mailbox.post(() -> answered(answer, error == null)));
  }

  private void answered(@Nullable JobFacts answer, boolean answered) {
    asked = false;
    if (answer != null) {
      facts = answer;
      unknown = 0;
    } else if (answered) {
      unknown++;
    }
  }

  /** Tasks in all; -1 while that is not known. */
  long total() {
    return facts == null ? -1 : facts.total();
  }

  boolean forgotten() {
    return facts != null && facts.forgotten();
  }

  boolean cancelled() {
    return facts != null && facts.cancelled();
  }

  /**
   * Whether the grid has said for a while that there is no such job: its facts are gone for good,
   * not only for the moment in which owners change.
   */
  boolean gone() {
    return unknown >= MOST_UNKNOWN;
  }
}
