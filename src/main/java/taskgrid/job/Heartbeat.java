package taskgrid.job;

import taskgrid.grid.Grid.GridMember;

/**
 * Tells every member now and then that the submitter lives. It belongs to the submitter's thread,
 * which waits for nobody; the reader's pulls say so too, but a reader may be stuck in a write.
 */
final class Heartbeat {
  static final long PAUSE_MILLIS = 3_000;

  private final JobContext context;
  private long toldMillis;

  Heartbeat(JobContext context) {
    this.context = context;
    this.toldMillis = context.clock().millis();
  }

  void tick(long nowMillis) {
    if (nowMillis - toldMillis < PAUSE_MILLIS) {
      return;
    }
    toldMillis = nowMillis;
    for (GridMember member : context.grid().members()) {
      // Nobody waits for the answer: the next beat comes soon.
      Answers.ask(() -> context.grid().alive(member.id(), context.id()));
    }
  }
}
