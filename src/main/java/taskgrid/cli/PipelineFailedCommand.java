package taskgrid.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import taskgrid.job.ResultOptions;
import taskgrid.job.ResultReader;
import taskgrid.pipeline.PipelineStatus;
import taskgrid.pipeline.PipelineStatus.StageStatus;
import taskgrid.task.GridException;
import taskgrid.task.TaskResult;
import taskgrid.task.TaskState;

/** {@code pipeline failed}: the items that went no further. */
@Command(
    name = "failed",
    sortOptions = false,
    description = "Lists the items of a pipeline that failed: stage, number, reason, input.",
    footer = {"%nExamples:", "  bin/taskgrid pipeline failed squares"})
final class PipelineFailedCommand extends GridCommand {
  @Parameters(
      paramLabel = "NAME|ID",
      hideParamSyntax = true,
      description = "A pipeline's name, of which the newest is meant, or its id.")
  String name = "";

  PipelineFailedCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(OpenGrid open) throws GridException, IOException, InterruptedException {
    PipelineStatus found = PipelineStatus.find(PipelineStatus.of(open.jobs()), name);
    List<FailedItems.Item> items = new ArrayList<>();
    for (StageStatus stage : found.stages()) {
      if (stage.job().counts().failed() > 0) {
        read(open, stage, items);
      }
    }
    show(new FailedItems(items));
    return Exit.OK;
  }

  private static void read(OpenGrid open, StageStatus stage, List<FailedItems.Item> items)
      throws GridException, InterruptedException {
    try (RunningJob job = open.job(stage.job().id());
        ResultReader results = job.results(new ResultOptions(true, true, false))) {
      for (TaskResult result = results.next(); result != null; result = results.next()) {
        if (result.state() == TaskState.FAILED) {
          byte[] input = result.input();
          items.add(
              new FailedItems.Item(
                  stage.stage().name(),
                  result.task(),
                  String.valueOf(result.error()),
                  input == null ? "" : new String(input, StandardCharsets.UTF_8)));
        }
      }
    }
  }
}
