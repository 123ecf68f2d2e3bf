package taskgrid.cli.results;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Instants as in {@code 2026-11-21T10:00:00.123Z}, always with three decimals. Remembers the second
 * of the last one, for results come by the thousand a second and a formatter is slow. For one
 * thread.
 */
final class IsoMillis {
  private static final DateTimeFormatter TO_THE_SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

  private long second = Long.MIN_VALUE;
  private String text = "";

  String text(Instant instant) {
    if (instant.getEpochSecond() != second) {
      second = instant.getEpochSecond();
      text = TO_THE_SECOND.format(LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC));
    }
    int millis = instant.getNano() / 1_000_000;
    return text + "." + millis / 100 + millis / 10 % 10 + millis % 10 + "Z";
  }
}
