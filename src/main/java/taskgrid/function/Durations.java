package taskgrid.function;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as people write them: {@code 250ms}, {@code 5s}, {@code 1m30s}, {@code 2h}. */
public final class Durations {
  private static final List<String> UNITS = List.of("d", "h", "m", "s", "ms", "us");
  private static final List<Long> NANOS =
      List.of(
          86_400_000_000_000L,
          3_600_000_000_000L,
          60_000_000_000L,
          1_000_000_000L,
          1_000_000L,
          1_000L);

  /** A number and its unit; more digits than these are no duration. */
  private static final Pattern PART =
      Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,18})?)(ms|us|d|h|m|s)");

  private static final BigDecimal LONGEST_NANOS = BigDecimal.valueOf(Long.MAX_VALUE);

  private Durations() {}

  /**
   * Reads a duration.
   *
   * @throws IllegalArgumentException with a message for people
   */
  public static Duration parse(String text) {
    Duration duration = parseOrNull(text);
    if (duration != null) {
      return duration;
    }
    String problem = "not a duration such as 250ms, 5s, 1m30s or 2h: " + Quote.text(text);
    if (text.matches("[0-9]+(\\.[0-9]+)?")) {
      problem += ", its unit is missing";
    }
    throw new IllegalArgumentException(problem);
  }

  /** The duration; null if the text is none, or is longer than 292 years. */
  static @Nullable Duration parseOrNull(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    BigDecimal nanos = BigDecimal.ZERO;
    int lastUnit = -1;
    int end = 0;
    Matcher part = PART.matcher(text);
    while (end < text.length()) {
      // Units shrink from left to right and none comes twice: 1m30s, never 30s1m.
      if (!part.region(end, text.length()).lookingAt()
          || UNITS.indexOf(part.group(2)) <= lastUnit) {
        return null;
      }
      lastUnit = UNITS.indexOf(part.group(2));
      nanos =
          nanos.add(
              new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(NANOS.get(lastUnit))));
      end = part.end();
    }
    if (end == 0 || nanos.compareTo(LONGEST_NANOS) > 0) {
      return null;
    }
    return Duration.ofNanos(nanos.longValue());
  }

  /** The shortest text that {@link #parse} reads back, down to the nanosecond. */
  public static String format(Duration duration) {
    if (duration.isNegative()) {
      return "-" + format(duration.negated());
    }
    if (duration.isZero()) {
      return "0";
    }
    if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
      return decimal(BigDecimal.valueOf(duration.toNanos(), 6)) + "ms";
    }
    StringBuilder text = new StringBuilder();
    if (duration.toHours() > 0) {
      text.append(duration.toHours()).append('h');
    }
    if (duration.toMinutesPart() > 0) {
      text.append(duration.toMinutesPart()).append('m');
    }
    BigDecimal seconds =
        BigDecimal.valueOf(duration.toSecondsPart() * 1_000_000_000L + duration.toNanosPart(), 9);
    if (seconds.signum() > 0) {
      text.append(decimal(seconds)).append('s');
    }
    return text.toString();
  }

  private static String decimal(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
