package taskgrid.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code taskgrid} itself. */
@Command(
    name = "taskgrid",
    sortOptions = false,
    versionProvider = Version.class,
    description = "A file of tasks, run across machines, with nothing lost.",
    footer = {
      "%nExamples:",
      "  bin/member.sh                      start a member (two make a grid of two)",
      "  bin/submit.sh tasks.txt            run every line of a file",
      "  bin/taskgrid job list              what runs",
      "  bin/taskgrid job results last -k   results once more, from any host",
      "%nOptions may also be given as TASKGRID_<OPTION> in the environment or in",
      "config/taskgrid.yaml."
    })
final class RootCommand implements Callable<Integer> {
  @Mixin final CommonOptions common = new CommonOptions();

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version and exit.")
  boolean version;

  @Override
  public Integer call() {
    throw UsageErrors.refuse("name a command, as in: taskgrid submit tasks.txt");
  }
}
