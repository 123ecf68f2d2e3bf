package taskgrid.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import taskgrid.cli.values.BatchSizeValue;
import taskgrid.cli.values.DurationValue;
import taskgrid.cli.values.HaltValue;
import taskgrid.cli.values.SizeValue;
import taskgrid.cli.values.TimeLimitValue;
import taskgrid.cli.values.TimesValue;
import taskgrid.task.Attempts;
import taskgrid.task.Halt;
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
      description = "Tasks sent and stored together (default: adapts).")
  @Nullable Integer batchSize;

  @Option(
      names = "--max-line",
      paramLabel = "SIZE",
      defaultValue = "1MiB",
      converter = SizeValue.class,
      description = "A longer line is a failed task (default: 1MiB).")
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
      description = {"How long delivered results stay at most", "(default: 1h)."})
  Duration keep = Duration.ZERO;

  @Option(
      names = "--keep-undelivered",
      paramLabel = "D",
      defaultValue = "24h",
      converter = DurationValue.class,
      description = {"How long results of a job without a reader stay", "(default: 24h)."})
  Duration keepUndelivered = Duration.ZERO;

  @Option(
      names = "--timeout",
      paramLabel = "D",
      converter = TimeLimitValue.class,
      description = "End an attempt that takes longer; it has failed.")
  @Nullable Duration timeout;

  @Option(
      names = "--retries",
      paramLabel = "N",
      defaultValue = "0",
      converter = TimesValue.class,
      description = "Try a failed task again, so many times (default: 0).")
  int retries;

  @Option(
      names = "--backoff",
      paramLabel = "D",
      converter = DurationValue.class,
      description = "Before the first retry; doubles with each (default: 100ms).")
  @Nullable Duration backoff;

  @Option(
      names = "--crash-limit",
      paramLabel = "N",
      defaultValue = "1",
      converter = TimesValue.class,
      description = {
        "Fail a task when N members end that run it alone",
        "because one had ended with it before (default: 1; 0 = never)."
      })
  int crashLimit;

  @Option(
      names = "--halt",
      paramLabel = "WHEN",
      converter = HaltValue.class,
      completionCandidates = HaltValue.Words.class,
      description = {
        "End the job when N tasks, or N% of those that ended",
        "and at least 3, failed: soon,fail=N starts no more,",
        "now,fail=N% also stops what runs."
      })
  @Nullable Halt halt;

  JobOptions jobOptions(boolean detached) {
    int size = batchSize == null ? 0 : batchSize;
    return new JobOptions(
        name,
        function,
        size,
        maxLine,
        maxValue,
        keep,
        keepUndelivered,
        detached,
        new Attempts(timeout, retries, backoff, crashLimit),
        halt);
  }
}
