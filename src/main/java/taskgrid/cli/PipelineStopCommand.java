package taskgrid.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import taskgrid.pipeline.PipelineStatus;
import taskgrid.pipeline.PipelineStatus.StageStatus;
import taskgrid.task.GridException;

/** {@code pipeline stop}. */
@Command(
    name = "stop",
    sortOptions = false,
    description = "Cancels all that has not ended in every stage of a pipeline.",
    footer = {"%nExamples:", "  bin/taskgrid pipeline stop squares --reason 'wrong input'"})
final class PipelineStopCommand extends GridCommand {
  @Mixin final PipelineArgument pipeline = new PipelineArgument();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why; shown with each task that it cancels.")
  @Nullable String reason;

  PipelineStopCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(OpenGrid open) throws GridException, IOException {
    PipelineStatus found = pipeline.find(open);
    for (StageStatus stage : found.stages()) {
      if (!stage.job().state().ended()) {
        try (RunningJob job = open.job(stage.job().id())) {
          job.cancel(reason);
        }
      }
    }
    PipelineStatus now = PipelineStatus.find(PipelineStatus.of(open.jobs()), found.id());
    show(new PipelineShown(now, surroundings.timing().clock().instant()));
    return Exit.OK;
  }
}
