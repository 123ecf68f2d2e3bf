package taskgrid.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import taskgrid.pipeline.PipelineStatus;
import taskgrid.task.GridException;

/** {@code pipeline show}. */
@Command(
    name = "show",
    sortOptions = false,
    description = "Shows one pipeline, a row for each stage, and the bottleneck.",
    footer = {"%nExamples:", "  bin/taskgrid pipeline show squares"})
final class PipelineShowCommand extends GridCommand {
  @Mixin final PipelineArgument pipeline = new PipelineArgument();

  PipelineShowCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(OpenGrid open) throws GridException, IOException {
    PipelineStatus found = pipeline.find(open);
    show(new PipelineShown(found, surroundings.timing().clock().instant()));
    return Exit.OK;
  }
}
