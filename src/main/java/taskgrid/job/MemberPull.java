package taskgrid.job;

import java.util.UUID;
import taskgrid.grid.Grid.PullReply;

/** How far a member's news of a job were read. For one thread. */
final class MemberPull {
  /** How long a member may wait for something new. */
  static final int PATIENCE_MILLIS = 1000;

  /** When to ask one again that said at once that it has nothing new. */
  private static final long PAUSE_MILLIS = 100;

  final UUID member;
  private final Backoff backoff = new Backoff();
  private long epoch;
  private long cursor;
  private boolean asked;
  private boolean answeredOnce;
  private boolean quiet;
  private long pauseUntilMillis;

  private long toldMillis;

  /** Whether it has no memory left for more of the job. */
  private boolean full;

  MemberPull(UUID member) {
    this.member = member;
  }

  long epoch() {
    return epoch;
  }

  long cursor() {
    return cursor;
  }

  /** Whether the member has not answered yet: then it should at once, for it also grants credit. */
  boolean asksFirst() {
    return !answeredOnce;
  }

  boolean isDue(long nowMillis) {
    return !asked && backoff.isDue(nowMillis) && nowMillis >= pauseUntilMillis;
  }

  void asked() {
    asked = true;
  }

  /** It was told how far the reader is, beside a question that it has not answered. */
  void told(long nowMillis) {
    toldMillis = nowMillis;
  }

  void credit(long credit) {
    full = credit <= 0;
  }

  /**
   * Whether it had no memory for more of the job when it spoke last, and does not speak again
   * before it has news: then what the reader has done meanwhile is news to it.
   */
  boolean isHeldBack(long nowMillis) {
    return asked && full && nowMillis - toldMillis >= PAUSE_MILLIS;
  }

  void failed(long nowMillis) {
    asked = false;
    quiet = false;
    backoff.failed(nowMillis);
  }

  /**
   * @param undisturbed whether nothing that could change the answer came since it was asked
   * @param patient whether it would have waited for something new
   */
  void answered(PullReply reply, long nowMillis, boolean undisturbed, boolean patient) {
    asked = false;
    backoff.succeeded();
    boolean empty = reply.items().isEmpty();
    quiet = empty && undisturbed;
    // A member that could wait has waited already.
    pauseUntilMillis = empty && !patient ? nowMillis + PAUSE_MILLIS : 0;
    credit(reply.credit());
    epoch = reply.epoch();
    cursor = reply.cursor();
    answeredOnce = true;
  }

  /** It may have got something new: from another member, or by the end of the job. */
  void disturbed() {
    quiet = false;
  }

  boolean isQuiet() {
    return quiet;
  }
}
