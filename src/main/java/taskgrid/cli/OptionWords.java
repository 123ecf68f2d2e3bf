package taskgrid.cli;

import java.util.Map;
import taskgrid.function.Durations;
import taskgrid.task.JobOptions;

/** A job's options as people write them on the command line. */
final class OptionWords {
  private OptionWords() {}

  static Map<String, String> of(JobOptions options) {
    Map<String, String> words = options.toMap();
    if (options.batchSize() == 0) {
      words.put("batch-size", "adapts");
    }
    words.put("keep", Durations.format(options.keep()));
    words.put("keep-undelivered", Durations.format(options.keepUndelivered()));
    return words;
  }
}
