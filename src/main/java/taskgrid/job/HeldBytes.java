package taskgrid.job;

/** How many bytes of segments a reader holds unread. For one thread. */
final class HeldBytes {
  private long now;

  void add(long bytes) {
    now += bytes;
  }

  long now() {
    return now;
  }
}
