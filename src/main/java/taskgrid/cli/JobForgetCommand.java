package taskgrid.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import taskgrid.task.GridException;
import taskgrid.task.JobState;

/** {@code job forget}. */
@Command(
    name = "forget",
    sortOptions = false,
    description = "Drops a finished job with its results.",
    footer = {"%nExample:", "  bin/taskgrid job forget k3f9a2"})
final class JobForgetCommand extends GridCommand {
  @Parameters(paramLabel = "ID", description = "A job's id, a unique beginning of it, or last.")
  String id = "";

  JobForgetCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(OpenGrid open) throws GridException, IOException {
    try (RunningJob job = open.job(id)) {
      JobState state = job.status().state();
      if (!state.ended() && state != JobState.STRANDED) {
        throw new Refused(
            "job " + job.id() + " is " + state.word() + ": wait for it, or cancel it first");
      }
      job.forget();
      show(new Answer(job.id(), "forgotten"));
      return Exit.OK;
    }
  }
}
