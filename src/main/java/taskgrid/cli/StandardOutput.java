package taskgrid.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Standard output, which tells a reader that left from a disk that is full. */
final class StandardOutput extends OutputStream {
  private final OutputStream out;
  private final BooleanSupplier isPipe;

  /**
   * @param isPipe whether a reader can leave; asked only after a failure that names no reason we
   *     know, for the reason comes in the language of the machine
   */
  StandardOutput(OutputStream out, BooleanSupplier isPipe) {
    this.out = out;
    this.isPipe = isPipe;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw explained(e);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      throw explained(e);
    }
  }

  private IOException explained(IOException e) {
    return saysReaderLeft(e.getMessage()) || isPipe.getAsBoolean()
        ? new ClosedPipe(e)
        : new IOException("cannot write standard output: " + e.getMessage(), e);
  }

  private static boolean saysReaderLeft(@Nullable String message) {
    String reason = message == null ? "" : message.toLowerCase(Locale.ROOT);
    return reason.contains("broken pipe") || reason.contains("connection reset");
  }
}
