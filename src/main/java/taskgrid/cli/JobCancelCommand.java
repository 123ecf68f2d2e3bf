package taskgrid.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import taskgrid.task.GridException;
import taskgrid.task.JobState;

/** {@code job cancel}. */
@Command(
    name = "cancel",
    sortOptions = false,
    description = "Cancels what of a job has not ended.",
    footer = {
      "%nExamples:",
      "  bin/taskgrid job cancel last",
      "  bin/taskgrid job cancel k3f9a2 --reason 'wrong input'",
      "%nNot built yet: single tasks, as in k3f9a2.17 and k3f9a2.1-100"
    })
final class JobCancelCommand extends GridCommand {
  @Parameters(paramLabel = "ID", description = "A job's id, a unique beginning of it, or last.")
  String id = "";

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why; shown with the job and with each task that it cancels.")
  @Nullable String reason;

  JobCancelCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void checkOptions() {
    if (id.indexOf('.') >= 0) {
      throw Refused.notBuiltYet("cancelling single tasks (" + OneLine.of(id) + ")");
    }
  }

  @Override
  int run(OpenGrid open) throws GridException, IOException {
    try (RunningJob job = open.job(id)) {
      JobState before = job.status().state();
      // In a split network a job looks lost, for the other side has parts of it.
      boolean over = before.ended() && before != JobState.LOST;
      if (!over) {
        job.cancel(reason);
      }
      String state = over ? before.word() : "cancelling";
      show(new Answer(job.id(), state));
      return Exit.OK;
    }
  }
}
