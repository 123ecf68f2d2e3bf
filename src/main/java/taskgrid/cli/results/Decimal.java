package taskgrid.cli.results;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Numbers as ASCII digits, whatever the machine's locale. */
final class Decimal {
  private Decimal() {}

  static void write(long number, OutputStream out) throws IOException {
    out.write(Long.toString(number).getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Nanoseconds as milliseconds with one decimal, as in {@code 0.4}. */
  static String millis(long nanos) {
    long tenths = (nanos + 50_000) / 100_000;
    return tenths / 10 + "." + tenths % 10;
  }
}
