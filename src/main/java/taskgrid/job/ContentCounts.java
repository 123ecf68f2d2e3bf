package taskgrid.job;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Counts byte strings by their content, in about 40 bytes each however long they are: a hash table
 * with open addressing over the first 128 bits of their SHA-256, so that two that are not the same
 * count as one with a probability of 2^-89 for a million of them. For one thread.
 */
final class ContentCounts {
  private static final int LEAST = 1 << 10;

  private final MessageDigest digest;
  private long[] high = new long[LEAST];
  private long[] low = new long[LEAST];

  /** 0 = this place is free; 1 = there is none left; else 1 more than there are. */
  private int[] counts = new int[LEAST];

  private int used;

  ContentCounts() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  void add(byte[] bytes) {
    ByteBuffer hash = hash(bytes, 0, bytes.length);
    if (used >= counts.length / 2) {
      grow();
    }
    int place = place(hash.getLong(0), hash.getLong(8));
    if (counts[place] == 0) {
      high[place] = hash.getLong(0);
      low[place] = hash.getLong(8);
      counts[place] = 1;
      used++;
    }
    counts[place]++;
  }

  /** Takes one of this content away; false if there is none. */
  boolean take(byte[] bytes, int offset, int length) {
    ByteBuffer hash = hash(bytes, offset, length);
    int place = place(hash.getLong(0), hash.getLong(8));
    if (counts[place] < 2) {
      return false;
    }
    counts[place]--;
    return true;
  }

  private ByteBuffer hash(byte[] bytes, int offset, int length) {
    digest.update(bytes, offset, length);
    return ByteBuffer.wrap(digest.digest());
  }

  private int place(long a, long b) {
    int mask = counts.length - 1;
    int place = (int) a & mask;
    while (counts[place] != 0 && (high[place] != a || low[place] != b)) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private void grow() {
    long[] oldHigh = high;
    long[] oldLow = low;
    int[] oldCounts = counts;
    int size = 2 * oldCounts.length;
    high = new long[size];
    low = new long[size];
    counts = new int[size];
    for (int old = 0; old < oldCounts.length; old++) {
      if (oldCounts[old] != 0) {
        int place = place(oldHigh[old], oldLow[old]);
        high[place] = oldHigh[old];
        low[place] = oldLow[old];
        counts[place] = oldCounts[old];
      }
    }
  }
}
