package taskgrid.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import taskgrid.cli.values.TimesValue;
import taskgrid.task.GridException;
import taskgrid.task.JobState;

/** {@code job set}. */
@Command(
    name = "set",
    sortOptions = false,
    description = "Changes a setting of a job while it runs.",
    footer = {"%nExample:", "  bin/taskgrid job set k3f9a2 -j 8"})
final class JobSetCommand extends GridCommand {
  @Parameters(paramLabel = "ID", description = "A job's id, a unique beginning of it, or last.")
  String id = "";

  @Option(
      names = "-j",
      paramLabel = "N",
      required = true,
      converter = TimesValue.class,
      description = {
        "At most so many of its tasks at once, in the whole grid;",
        "0 = as many as there are slots. What runs is not stopped."
      })
  int atOnce;

  JobSetCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(OpenGrid open) throws GridException, IOException {
    try (RunningJob job = open.job(id)) {
      JobState state = job.status().state();
      if (state.ended()) {
        throw new Refused(
            "job " + job.id() + " is " + state.word() + ": nothing of it is to be started");
      }
      job.limit(atOnce);
      show(new Answer(job.id(), "-j " + atOnce));
      return Exit.OK;
    }
  }
}
