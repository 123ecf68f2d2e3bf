package taskgrid.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import taskgrid.pipeline.PipelineStatus;
import taskgrid.task.GridException;

/** {@code pipeline show}. */
@Command(
    name = "show",
    sortOptions = false,
    description = "Shows one pipeline, a row for each stage, and the bottleneck.",
    footer = {"%nExamples:", "  bin/taskgrid pipeline show squares"})
final class PipelineShowCommand extends GridCommand {
  @Parameters(
      paramLabel = "NAME|ID",
      hideParamSyntax = true,
      description = "A pipeline's name, of which the newest is meant, or its id.")
  String name = "";

  PipelineShowCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(OpenGrid open) throws GridException, IOException {
    PipelineStatus found = PipelineStatus.find(PipelineStatus.of(open.jobs()), name);
    show(new PipelineShown(found, surroundings.timing().clock().instant()));
    return Exit.OK;
  }
}
