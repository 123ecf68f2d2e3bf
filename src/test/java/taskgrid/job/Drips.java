package taskgrid.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A stream that has nothing more until the test says what. */
final class Drips extends InputStream {
  private static final byte[] END = new byte[0];
  private final BlockingQueue<byte[]> drips = new LinkedBlockingQueue<>();

  void add(String text) {
    drips.add(text.getBytes(StandardCharsets.UTF_8));
  }

  void end() {
    drips.add(END);
  }

  @Override
  public int read() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      byte[] next = drips.take();
      System.arraycopy(next, 0, target, offset, next.length);
      return next == END ? -1 : next.length;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
