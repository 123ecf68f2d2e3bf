package taskgrid.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import taskgrid.cli.terminal.Talk;
import taskgrid.job.ResultReader;
import taskgrid.task.GridException;
import taskgrid.task.JobStatus;

/** {@code job results}: what submit prints, from any host, as often as the results are kept. */
@Command(
    name = "results",
    sortOptions = false,
    description = "Prints a job's results as submit does.",
    footer = {
      "%nExamples:",
      "  bin/taskgrid job results last -k",
      "  bin/taskgrid job results k3f9a2 --format jsonl --follow",
      "%nExit code: as submit's; 255 if results were dropped, or the job is lost or stranded."
    })
final class JobResultsCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "ID", description = "A job's id, a unique beginning of it, or last.")
  String id = "";

  @Mixin final ResultArguments results = new ResultArguments();

  @Option(names = "--follow", description = "Wait for the results that are still to come.")
  boolean follow;

  @Mixin final GridOptions grid = new GridOptions();
  @Mixin final CommonOptions common = new CommonOptions();

  JobResultsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws GridException, IOException, InterruptedException {
    results.check();
    Console console = surroundings.console();
    try (OpenGrid open = grid.open(surroundings.grids(), surroundings.machine().config());
        RunningJob job = open.job(id);
        Outlet outlet = Outlet.standardOutput(console, results.format, results.tag, null);
        ResultReader reader = job.results(results.resultOptions(follow))) {
      return deliver(job, reader, outlet, console.talk());
    }
  }

  private int deliver(RunningJob job, ResultReader reader, Outlet outlet, Talk talk)
      throws GridException, IOException, InterruptedException {
    Failures failures = new Failures(talk, job::placeOf);
    Delivery delivery =
        new Delivery(reader, outlet, failures::see, first -> {}, surroundings.timing());
    try {
      delivery.run(null);
    } finally {
      failures.finish();
    }
    if (reader.dropped() > 0) {
      throw new Refused(Losses.dropped(job.id(), reader.dropped()));
    }
    JobStatus status = job.status();
    if (JobEnd.isBroken(status)) {
      throw new Refused(JobEnd.broken(status));
    }
    Tally tally = delivery.tally();
    return Exit.of(tally.failed(), JobEnd.cancelled(status, tally.cancelled()));
  }
}
