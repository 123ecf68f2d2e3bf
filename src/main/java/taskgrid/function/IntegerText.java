package taskgrid.function;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Integers as people write them: a sign or none, then digits. Small ones never become objects. */
final class IntegerText {
  /** What {@link #small} answers for anything but an integer of at most 18 digits. */
  static final long NOT_SMALL = Long.MIN_VALUE;

  /** More would keep a slot busy for long in a multiplication that no interrupt ends. */
  static final int MOST_DIGITS = 1_000_000;

  private static final int SMALL_DIGITS = 18;

  /** Below this many digits the JDK's quadratic parser is quicker than halving. */
  private static final int HALVE_FROM = 4_000;

  private IntegerText() {}

  /** The integer in {@code [from, to)}, or {@link #NOT_SMALL}, which no 18 digits write. */
  static long small(byte[] b, int from, int to) {
    int i = from + signLength(b, from, to);
    if (i >= to || to - i > SMALL_DIGITS) {
      return NOT_SMALL;
    }
    long n = 0;
    for (; i < to; i++) {
      int digit = b[i] - '0';
      if (digit < 0 || digit > 9) {
        return NOT_SMALL;
      }
      n = n * 10 + digit;
    }
    return b[from] == '-' ? -n : n;
  }

  /** Whether these bytes are an integer, of whatever size. */
  static boolean isInteger(byte[] b, int from, int to) {
    int i = from + signLength(b, from, to);
    if (i >= to) {
      return false;
    }
    for (; i < to; i++) {
      if (b[i] < '0' || b[i] > '9') {
        return false;
      }
    }
    return true;
  }

  /** The integer in {@code [from, to)}; null if that is none. */
  static @Nullable BigInteger big(byte[] b, int from, int to) {
    if (!isInteger(b, from, to)) {
      return null;
    }
    int digits = from + signLength(b, from, to);
    BigInteger n = parse(new String(b, digits, to - digits, ISO_8859_1));
    return b[from] == '-' ? n.negate() : n;
  }

  /** How many digits stand in {@code [from, to)}, which is an integer. */
  static int digits(byte[] b, int from, int to) {
    return to - from - signLength(b, from, to);
  }

  /** In halves: the JDK's own parser takes time by the square of the length. */
  private static BigInteger parse(String digits) {
    if (digits.length() < HALVE_FROM) {
      return new BigInteger(digits);
    }
    int low = digits.length() / 2;
    int split = digits.length() - low;
    return parse(digits.substring(0, split))
        .multiply(BigInteger.TEN.pow(low))
        .add(parse(digits.substring(split)));
  }

  private static int signLength(byte[] b, int from, int to) {
    return from < to && (b[from] == '-' || b[from] == '+') ? 1 : 0;
  }

  /** The digits of n. */
  static byte[] write(long n) {
    if (n == Long.MIN_VALUE) {
      return Long.toString(n).getBytes(ISO_8859_1);
    }
    long rest = Math.abs(n);
    int length = n < 0 ? 2 : 1;
    for (long x = rest; x >= 10; x /= 10) {
      length++;
    }
    byte[] text = new byte[length];
    for (int i = length - 1; i >= (n < 0 ? 1 : 0); i--) {
      text[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    if (n < 0) {
      text[0] = '-';
    }
    return text;
  }

  static byte[] write(BigInteger n) {
    return n.toString().getBytes(ISO_8859_1);
  }
}
