package taskgrid.function;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them, in powers of 1024: {@code 16MiB}, {@code 64k}, {@code 2g}. */
public final class Sizes {
  private static final Pattern SIZE =
      Pattern.compile("([0-9]{1,19}(?:\\.[0-9]{1,18})?)([kmgt]?)(i?b)?");

  private static final String UNITS = "kmgt";
  private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

  private Sizes() {}

  /**
   * Reads a size in bytes.
   *
   * @throws IllegalArgumentException with a message for people
   */
  public static long parse(String text) {
    Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (size.matches() && !("ib".equals(size.group(3)) && size.group(2).isEmpty())) {
      int power = size.group(2).isEmpty() ? 0 : 1 + UNITS.indexOf(size.group(2));
      BigDecimal bytes =
          new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(1L << (10 * power)));
      if (bytes.compareTo(LARGEST) <= 0) {
        return bytes.longValue();
      }
    }
    throw new IllegalArgumentException("not a size such as 64k, 16MiB or 2g: " + Quote.text(text));
  }

  /** The shortest text that {@link #parse} reads back exactly. */
  public static String format(long bytes) {
    int power = 0;
    long number = bytes;
    while (number != 0 && number % 1024 == 0 && power < UNITS.length()) {
      number /= 1024;
      power++;
    }
    String unit =
        power == 0 ? "" : UNITS.substring(power - 1, power).toUpperCase(Locale.ROOT) + "iB";
    return number + unit;
  }
}
