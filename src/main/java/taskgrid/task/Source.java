package taskgrid.task;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What makes the items of a pipeline inside the grid: the same task line again and again.
 *
 * @param line as in {@code random 1 10}
 * @param every the time between two items; zero = as fast as the stages take them
 * @param count how many there will be; 0 = until it is stopped
 */
public record Source(String line, Duration every, long count) {

  /** Adds what {@link #fromMap} reads back. */
  void into(Map<String, String> map) {
    map.put("source", line);
    map.put("source-every", every.toString());
    map.put("source-count", Long.toString(count));
  }

  static @Nullable Source fromMap(Map<String, String> map) {
    String line = map.get("source");
    return line == null
        ? null
        : new Source(
            line,
            Duration.parse(map.getOrDefault("source-every", "PT0S")),
            Long.parseLong(map.getOrDefault("source-count", "0")));
  }
}
