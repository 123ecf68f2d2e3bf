package taskgrid.cli;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import taskgrid.task.GridException;
import taskgrid.task.JobStatus;

/** {@code job list}. */
@Command(
    name = "list",
    sortOptions = false,
    description = "Lists unfinished jobs, the newest last.",
    footer = {
      "%nExamples:",
      "  bin/taskgrid job list --all",
      "  bin/taskgrid job list --all --output json | jq '.[].id'"
    })
final class JobListCommand extends GridCommand {
  @Option(names = "--all", description = "Finished jobs too.")
  boolean all;

  JobListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(OpenGrid open) throws GridException, IOException {
    List<JobStatus> jobs =
        open.jobs().stream().sorted(Comparator.comparing(JobStatus::submitted)).toList();
    List<JobStatus> shown = jobs.stream().filter(job -> all || !job.state().ended()).toList();
    show(new JobsShown(shown, surroundings.timing().clock().instant()));
    int hidden = jobs.size() - shown.size();
    if (hidden > 0 && output.style == OutputStyle.TABLE) {
      surroundings.console().talk().line("and " + hidden + " finished jobs; --all shows them");
    }
    return Exit.OK;
  }
}
