package taskgrid.grid.discovery;

/**
 * When a member speaks: a few times soon after its start, for datagrams get lost, then every now
 * and then, so that members that could not hear each other find each other later; and when it is
 * asked, but not to every one of many that ask at once. Times are nanoseconds; one thread.
 */
final class AnnouncementSchedule {
  static final long INTERVAL = millis(5_000);

  /** However many ask, one answer in so long: everybody hears it. */
  static final long ANSWER_GAP = millis(20);

  private static final long[] AT_START = {0, millis(100), millis(250), millis(500)};

  private final long start;
  private int asked;
  private long nextAsk;
  private long nextAnswer;
  private boolean answerDue;

  AnnouncementSchedule(long now) {
    start = now;
    nextAsk = now;
    nextAnswer = now;
  }

  /** Somebody asked. */
  void answerSoon() {
    answerDue = true;
  }

  /** How long nothing need be said; 0 or less if something is due. */
  long untilDue(long now) {
    long untilAsk = nextAsk - now;
    return answerDue ? Math.min(untilAsk, nextAnswer - now) : untilAsk;
  }

  /** Whether what is due is to ask; an answer to others is part of it. */
  boolean asksNow(long now) {
    return nextAsk - now <= 0;
  }

  /** Something was said. */
  void spoke(long now) {
    answerDue = false;
    nextAnswer = now + ANSWER_GAP;
    if (asksNow(now)) {
      asked++;
      nextAsk = asked < AT_START.length ? start + AT_START[asked] : now + INTERVAL;
    }
  }

  private static long millis(long millis) {
    return millis * 1_000_000;
  }
}
