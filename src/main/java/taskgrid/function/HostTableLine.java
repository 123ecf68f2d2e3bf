package taskgrid.function;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of a host table, {@code ip:command:response:wait}: where its parts are and its faults.
 */
final class HostTableLine {
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");

  private HostTableLine() {}

  /** Where the line ends: at its LF, its CR LF, or the end of the text. */
  static int end(byte[] text, int from) {
    int end = from;
    while (end < text.length && text[end] != '\n') {
      end++;
    }
    return end > from && text[end - 1] == '\r' ? end - 1 : end;
  }

  /** The wait in {@code [from, to)} of a line without fault. */
  static Duration delay(byte[] text, int from, int to) {
    BigDecimal seconds = new BigDecimal(new String(text, from, to - from, ISO_8859_1));
    return Duration.ofNanos(seconds.movePointRight(9).longValueExact());
  }

  /** What is wrong with the line in {@code [from, to)}; null if nothing is. */
  static @Nullable String fault(byte[] text, int from, int to) {
    int[] colons = colons(text, from, to);
    if (colons.length != 3) {
      return "not ip:command:response:wait: " + Quote.bytes(text, from, to - from);
    }
    if (!isAddress(text, from, colons[0])) {
      return "not four dotted numbers from 0 to 255: " + Quote.bytes(text, from, colons[0] - from);
    }
    if (colons[1] == colons[0] + 1) {
      return "the command is empty";
    }
    if (!IntegerText.isInteger(text, colons[1] + 1, colons[2])) {
      return "the response is not an integer: "
          + Quote.bytes(text, colons[1] + 1, colons[2] - colons[1] - 1);
    }
    String wait = new String(text, colons[2] + 1, to - colons[2] - 1, ISO_8859_1);
    return SECONDS.matcher(wait).matches()
        ? null
        : "the wait is not a number of seconds: " + Quote.text(wait);
  }

  /** Where the first four colons are; shorter if there are fewer. */
  private static int[] colons(byte[] text, int from, int to) {
    int[] colons = new int[4];
    int count = 0;
    for (int i = from; i < to && count < colons.length; i++) {
      if (text[i] == ':') {
        colons[count++] = i;
      }
    }
    return Arrays.copyOf(colons, count);
  }

  private static boolean isAddress(byte[] text, int from, int colon) {
    if (HostAddress.colon(text, from, colon + 1) != colon) {
      return false;
    }
    int number = 0;
    int digits = 0;
    for (int i = from; i < colon; i++) {
      boolean dot = text[i] == '.';
      number = dot ? 0 : 10 * number + text[i] - '0';
      digits = dot ? 0 : digits + 1;
      if (digits > 3 || number > 255) {
        return false;
      }
    }
    return true;
  }
}
