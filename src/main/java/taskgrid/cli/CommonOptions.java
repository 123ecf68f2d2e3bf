package taskgrid.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command has. */
final class CommonOptions {
  // Looked for before anything else is understood, see CommandTree; here so that it is known.
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = {"Read option values from FILE", "(default: config/taskgrid.yaml)."})
  @Nullable String config;

  @Option(names = "--debug", description = "Show traces and instants.")
  boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help and exit.")
  boolean help;
}
