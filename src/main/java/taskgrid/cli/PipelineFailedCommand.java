package taskgrid.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import taskgrid.job.DeadLetters;
import taskgrid.pipeline.PipelineStatus;
import taskgrid.pipeline.PipelineStatus.StageStatus;
import taskgrid.task.GridException;

/** {@code pipeline failed}: the items that went no further. */
@Command(
    name = "failed",
    sortOptions = false,
    description =
        "Lists the items that failed and were not tried again: stage, task, reason, input.",
    footer = {"%nExamples:", "  bin/taskgrid pipeline failed squares"})
final class PipelineFailedCommand extends GridCommand {
  @Mixin final PipelineArgument pipeline = new PipelineArgument();

  PipelineFailedCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(OpenGrid open) throws GridException, IOException, InterruptedException {
    List<PipelineStatus> all = PipelineStatus.of(open.jobs());
    List<FailedItems.Item> items = new ArrayList<>();
    for (PipelineStatus each : pipeline.find(all).family(all)) {
      for (StageStatus stage : each.stages()) {
        if (DeadLetters.mayBeIn(stage.job())) {
          read(open, stage, items);
        }
      }
    }
    show(new FailedItems(items));
    return Exit.OK;
  }

  private static void read(OpenGrid open, StageStatus stage, List<FailedItems.Item> items)
      throws GridException, IOException, InterruptedException {
    try (RunningJob job = open.job(stage.job().id())) {
      job.deadLetters(
          failed -> {
            byte[] input = failed.input();
            items.add(
                new FailedItems.Item(
                    stage.stage().name(),
                    job.id() + "." + failed.task(),
                    String.valueOf(failed.error()),
                    input == null ? "" : new String(input, StandardCharsets.UTF_8)));
          });
    }
  }
}
