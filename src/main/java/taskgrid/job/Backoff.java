package taskgrid.job;

/** When to try again what failed: soon at first, then every two seconds. */
final class Backoff {
  private static final long FIRST_MILLIS = 50;
  private static final long LAST_MILLIS = 2000;

  private long pause = FIRST_MILLIS;
  private long dueMillis;

  void failed(long nowMillis) {
    dueMillis = nowMillis + pause;
    pause = Math.min(2 * pause, LAST_MILLIS);
  }

  void succeeded() {
    pause = FIRST_MILLIS;
    dueMillis = 0;
  }

  boolean isDue(long nowMillis) {
    return nowMillis >= dueMillis;
  }
}
