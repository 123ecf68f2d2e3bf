package taskgrid.cli.terminal;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Standard output on the same terminal as the live line: the live line makes room for results and
 * comes back when they are at a line's end.
 */
public final class SharedTerminal extends OutputStream {
  private final OutputStream out;
  private final Talk talk;

  public SharedTerminal(OutputStream out, Talk talk) {
    this.out = out;
    this.talk = talk;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return;
    }
    synchronized (talk) {
      talk.erase();
      out.write(bytes, offset, length);
      out.flush();
      if (bytes[offset + length - 1] == '\n') {
        talk.draw();
      }
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
