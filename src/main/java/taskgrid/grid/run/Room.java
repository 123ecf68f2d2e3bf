package taskgrid.grid.run;

/**
 * Room for large results on their way from the function into the log: each is there in several
 * copies meanwhile, so only so many bytes of them are under way at once. Others wait, in no order.
 * One that is larger than the whole room passes alone.
 */
public final class Room {
  /** Smaller ones need no room: there cannot be many of them, for they share segments. */
  public static final int LARGE = 1 << 20;

  private final long most;
  private final long largest;

  /** Guarded by this. */
  private long taken;

  /**
   * @param most bytes that may be under way at once
   * @param largest bytes of a line and its value that this member can hold in all their copies
   */
  Room(long most, long largest) {
    this.most = most;
    this.largest = largest;
  }

  /** The room in a heap of so many bytes. */
  public static Room in(long heap) {
    return new Room(heap / 16, heap / 12);
  }

  /** Whether this member can hold a line and its value in all their copies. */
  boolean fits(long bytes) {
    return bytes < LARGE || bytes <= largest;
  }

  public static boolean isLarge(byte[] chunk) {
    return chunk.length >= LARGE;
  }

  /** Whether there is room; it is taken then. */
  public synchronized boolean tryTake(long bytes) {
    if (taken > 0 && taken + bytes > most) {
      return false;
    }
    taken += bytes;
    return true;
  }

  /** Takes room whether there is any or not, for a result that is there and cannot wait. */
  synchronized void take(long bytes) {
    taken += bytes;
  }

  /**
   * Waits until there is room, and takes it. Who is interrupted takes it at once: the thread is
   * wanted elsewhere, and its result is there.
   */
  synchronized void await(long bytes) {
    try {
      while (!tryTake(bytes)) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      take(bytes);
    }
  }

  public synchronized void giveBack(long bytes) {
    taken -= bytes;
    notifyAll();
  }
}
