package taskgrid.job;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/**
 * Lines in memory as a stream. One read gives at most one line, so that a line is never held back
 * while the next one is still being thought of.
 */
final class LinesStream extends InputStream {
  private final Iterator<String> lines;
  private byte[] current = new byte[0];
  private int position;

  LinesStream(Iterator<String> lines) {
    this.lines = lines;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (position == current.length) {
      if (!lines.hasNext()) {
        return -1;
      }
      current = encode(lines.next());
      position = 0;
    }
    int n = Math.min(length, current.length - position);
    System.arraycopy(current, position, target, offset, n);
    position += n;
    return n;
  }

  private static byte[] encode(String line) throws IOException {
    if (line.indexOf('\n') >= 0) {
      throw new IOException("a task line holds a line feed: " + line.strip().lines().toList());
    }
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
