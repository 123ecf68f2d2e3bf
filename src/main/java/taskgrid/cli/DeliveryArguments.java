package taskgrid.cli;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import taskgrid.cli.values.DurationValue;

/** Where the results of a job that is started here go, and what is said meanwhile. */
final class DeliveryArguments {
  @Mixin final ResultArguments results = new ResultArguments();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Write results there instead of to standard output.")
  @Nullable Path output;

  @Option(
      names = "--joblog",
      paramLabel = "FILE",
      description = "Note every task there in GNU parallel's columns.")
  @Nullable Path joblog;

  @Option(
      names = "--progress",
      description = "Without a terminal too: a line about progress every 10 s.")
  boolean progress;

  @Option(names = "--quiet", description = "Only failures and errors on standard error.")
  boolean quiet;

  @Option(names = "--detach", description = "Print the job's id and leave when everything is sent.")
  boolean detach;

  @Option(
      names = "--wait-timeout",
      paramLabel = "D",
      converter = DurationValue.class,
      description = "Leave after this time, exit 124; the job goes on.")
  @Nullable Duration waitTimeout;

  /** Refuses what excludes each other. */
  void check() {
    if (detach && output != null) {
      throw UsageErrors.refuse("--detach and --output exclude each other: nothing is read");
    }
    if (detach && joblog != null) {
      throw UsageErrors.refuse("--detach and --joblog exclude each other: nothing is read");
    }
    results.check();
  }
}
