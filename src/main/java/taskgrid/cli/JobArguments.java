package taskgrid.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import taskgrid.cli.values.BatchSizeValue;
import taskgrid.cli.values.DurationValue;
import taskgrid.cli.values.SizeValue;
import taskgrid.task.JobOptions;

/** What a job is submitted with. */
final class JobArguments {
  @Option(
      names = "--function",
      paramLabel = "NAME",
      description = {
        "Apply this function to every line: the whole line is its argument.",
        "Or a chain, as in 'square | subtract 1'."
      })
  @Nullable String function;

  @Option(names = "--name", paramLabel = "TEXT", description = "What to call the job in lists.")
  @Nullable String name;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      converter = BatchSizeValue.class,
      description = "Tasks sent, stored and dealt together (default: adapts).")
  @Nullable Integer batchSize;

  @Option(
      names = "--max-line",
      paramLabel = "SIZE",
      defaultValue = "1MiB",
      converter = SizeValue.class,
      description = "A longer task line is a failed task (default: 1MiB).")
  int maxLine;

  @Option(
      names = "--max-value",
      paramLabel = "SIZE",
      defaultValue = "16MiB",
      converter = SizeValue.class,
      description = "A longer value fails its task (default: 16MiB).")
  int maxValue;

  @Option(
      names = "--keep",
      paramLabel = "D",
      defaultValue = "1h",
      converter = DurationValue.class,
      description = "How long delivered results stay at most (default: 1h).")
  Duration keep = Duration.ZERO;

  @Option(
      names = "--keep-undelivered",
      paramLabel = "D",
      defaultValue = "24h",
      converter = DurationValue.class,
      description = "How long results of a job without a reader stay (default: 24h).")
  Duration keepUndelivered = Duration.ZERO;

  JobOptions jobOptions(boolean detached) {
    int size = batchSize == null ? 0 : batchSize;
    return new JobOptions(name, function, size, maxLine, maxValue, keep, keepUndelivered, detached);
  }
}
