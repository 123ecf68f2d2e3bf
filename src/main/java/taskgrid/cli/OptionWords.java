package taskgrid.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import taskgrid.function.Durations;
import taskgrid.task.JobOptions;

/** A job's options as people write them on the command line. */
final class OptionWords {
  private static final List<String> DURATIONS =
      List.of("keep", "keep-undelivered", "timeout", "backoff");

  private OptionWords() {}

  static Map<String, String> of(JobOptions options) {
    Map<String, String> words = options.toMap();
    if (options.batchSize() == 0) {
      words.put("batch-size", "adapts");
    }
    if (options.shipped() != null) {
      words.put("ship", options.shipped().toString());
    }
    for (String key : DURATIONS) {
      words.computeIfPresent(key, (same, iso) -> Durations.format(Duration.parse(iso)));
    }
    return words;
  }
}
