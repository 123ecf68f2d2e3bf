package taskgrid.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import taskgrid.pipeline.PipelineStatus;
import taskgrid.pipeline.PipelineStatus.StageStatus;
import taskgrid.task.GridException;

/** {@code pipeline drain}. */
@Command(
    name = "drain",
    sortOptions = false,
    description = "Stops a pipeline's source; what it made goes through, and it ends.",
    footer = {"%nExamples:", "  bin/taskgrid pipeline drain random-squares"})
final class PipelineDrainCommand extends GridCommand {
  @Mixin final PipelineArgument pipeline = new PipelineArgument();

  PipelineDrainCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(OpenGrid open) throws GridException, IOException {
    PipelineStatus found = pipeline.find(open);
    StageStatus first = found.stages().get(0);
    if (first.stage().source() == null) {
      throw new Refused(
          "pipeline %s reads a file or standard input: it ends with that; stop ends it now"
              .formatted(found.name()));
    }
    try (RunningJob job = open.job(first.job().id())) {
      job.drain();
    }
    show(new PipelineShown(found, surroundings.timing().clock().instant()));
    return Exit.OK;
  }
}
