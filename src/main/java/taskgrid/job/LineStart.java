package taskgrid.job;

import java.util.Arrays;

/** The beginning of a line that spans blocks, kept up to a limit, and how long it is in all. */
final class LineStart {
  private final long limit;
  private byte[] bytes = new byte[0];
  private int kept;
  private long length;
  private byte last;

  LineStart(long limit) {
    this.limit = limit;
  }

  void append(byte[] source, int from, int to) {
    if (from == to) {
      return;
    }
    int n = (int) Math.min(to - from, limit - kept);
    if (kept + n > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(2L * bytes.length, kept + n), limit));
    }
    System.arraycopy(source, from, bytes, kept, n);
    kept += n;
    length += to - from;
    last = source[to - 1];
  }

  /** The line's first {@link #kept} bytes; good until the next append after a clear. */
  byte[] bytes() {
    return bytes;
  }

  int kept() {
    return kept;
  }

  /** How long the line is so far. */
  long length() {
    return length;
  }

  byte last() {
    return last;
  }

  /** Forgets the line; what {@link #bytes} returned stays readable. */
  void clear() {
    kept = 0;
    length = 0;
  }
}
