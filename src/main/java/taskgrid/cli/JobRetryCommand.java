package taskgrid.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import taskgrid.cli.terminal.Talk;
import taskgrid.task.GridException;
import taskgrid.task.JobCounts;
import taskgrid.task.JobOptions;
import taskgrid.task.JobStatus;

/** {@code job retry}: what did not succeed runs again, as a job of its own. */
@Command(
    name = "retry",
    sortOptions = false,
    description = {
      "Runs the failed and cancelled tasks of a job again, with its options and",
      "their line numbers, as a new job; prints its results as submit does."
    },
    footer = {
      "%nExamples:",
      "  bin/taskgrid job retry last --failed",
      "  bin/taskgrid job retry k3f9a2 --detach",
      "%nExit code: as submit's, of the new job; 0 if there is nothing to run."
    })
final class JobRetryCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "ID", description = "A job's id, a unique beginning of it, or last.")
  String id = "";

  @Option(names = "--failed", description = "Only failed tasks, not those that were cancelled.")
  boolean failed;

  @Mixin final DeliveryArguments delivery = new DeliveryArguments();
  @Mixin final GridOptions grid = new GridOptions();
  @Mixin final CommonOptions common = new CommonOptions();

  JobRetryCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws GridException, IOException, InterruptedException {
    delivery.check();
    Talk talk = surroundings.console().talk();
    try (Interruption interruption =
            new Interruption(surroundings.machine().signals(), talk, Thread.currentThread());
        OpenGrid open = grid.open(surroundings.grids(), surroundings.machine().config())) {
      JobStatus old = status(open);
      JobCounts counts = old.counts();
      if (old.state().ended() && counts.failed() + (failed ? 0 : counts.cancelled()) == 0) {
        talk.line("job " + old.id() + ": nothing to run again");
        return Exit.OK;
      }
      JobOptions options =
          old.options().withDetached(delivery.detach).withResumed(null).withStage(null);
      Submission submission =
          new Submission(surroundings, delivery, common.debug, options, open, interruption);
      return submission.run(() -> open.retry(old.id(), failed, options));
    }
  }

  private JobStatus status(OpenGrid open) throws GridException {
    try (RunningJob job = open.job(id)) {
      return job.status();
    }
  }
}
