package taskgrid.cli.results;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * A buffer before a slow stream. Unlike {@link java.io.BufferedOutputStream} it takes no lock,
 * which counts at a million results a second, and it tells how many bytes went through it.
 */
public final class OutputBuffer extends OutputStream {
  private final OutputStream out;
  private final byte[] buffer = new byte[1 << 16];
  private int used;
  private long written;

  public OutputBuffer(OutputStream out) {
    this.out = out;
  }

  /** All bytes that were ever written here, passed on or not. */
  public long written() {
    return written;
  }

  @Override
  public void write(int b) throws IOException {
    if (used == buffer.length) {
      pass();
    }
    buffer[used++] = (byte) b;
    written++;
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    write(bytes, 0, bytes.length);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length > buffer.length - used) {
      pass();
    }
    if (length > buffer.length) {
      out.write(bytes, offset, length);
    } else {
      System.arraycopy(bytes, offset, buffer, used, length);
      used += length;
    }
    written += length;
  }

  @Override
  public void flush() throws IOException {
    pass();
    out.flush();
  }

  @Override
  public void close() throws IOException {
    try (out) {
      flush();
    }
  }

  private void pass() throws IOException {
    int length = used;
    // Reset first: after a failed write the same bytes must not be tried again by close().
    used = 0;
    if (length > 0) {
      out.write(buffer, 0, length);
    }
  }
}
