package taskgrid.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import taskgrid.task.GridException;

/** {@code job show}. */
@Command(
    name = "show",
    sortOptions = false,
    description = "Shows one job: counts, options, members, times, first failures, why it waits.",
    footer = {"%nExamples:", "  bin/taskgrid job show last", "  bin/taskgrid job show k3f"})
final class JobShowCommand extends GridCommand {
  @Parameters(paramLabel = "ID", description = "A job's id, a unique beginning of it, or last.")
  String id = "";

  JobShowCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(OpenGrid open) throws GridException, IOException {
    try (RunningJob job = open.job(id)) {
      show(new JobShown(job.status(), job.why(), surroundings.timing().clock().instant()));
      return Exit.OK;
    }
  }
}
