package taskgrid.cli;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import taskgrid.pipeline.PipelineStatus;
import taskgrid.task.GridException;

/** {@code pipeline list}. */
@Command(
    name = "list",
    sortOptions = false,
    description = "Lists unfinished pipelines, the newest last.",
    footer = {"%nExamples:", "  bin/taskgrid pipeline list --all"})
final class PipelineListCommand extends GridCommand {
  @Option(names = "--all", description = "Finished pipelines too.")
  boolean all;

  PipelineListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(OpenGrid open) throws GridException, IOException {
    List<PipelineStatus> pipelines = PipelineStatus.of(open.jobs());
    List<PipelineStatus> shown =
        pipelines.stream().filter(pipeline -> all || !pipeline.state().ended()).toList();
    show(new PipelinesShown(shown, surroundings.timing().clock().instant()));
    int hidden = pipelines.size() - shown.size();
    if (hidden > 0 && output.style == OutputStyle.TABLE) {
      surroundings.console().talk().line("and " + hidden + " finished pipelines; --all shows them");
    }
    return Exit.OK;
  }
}
