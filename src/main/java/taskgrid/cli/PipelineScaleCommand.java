package taskgrid.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import taskgrid.pipeline.PipelineStatus;
import taskgrid.pipeline.PipelineStatus.StageStatus;
import taskgrid.task.GridException;

/** {@code pipeline scale}. */
@Command(
    name = "scale",
    sortOptions = false,
    description = "Changes how many copies of stages run, within a second.",
    footer = {
      "%nExamples:",
      "  bin/taskgrid pipeline scale squares square=8",
      "  bin/taskgrid pipeline scale squares --total print=2"
    })
final class PipelineScaleCommand extends GridCommand {
  @Mixin final PipelineArgument pipeline = new PipelineArgument();

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "STAGE=N",
      hideParamSyntax = true,
      description = "At most N at once; 0 = as many as there are slots.")
  List<String> copies = new ArrayList<>();

  @Option(names = "--total", description = "In the whole grid, instead of on each member.")
  boolean total;

  PipelineScaleCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void checkOptions() {
    copies.forEach(PipelineScaleCommand::number);
  }

  private static String stage(String copies) {
    return copies.substring(0, Math.max(0, copies.indexOf('=')));
  }

  private static int number(String copies) {
    try {
      int number = Integer.parseInt(copies.substring(copies.indexOf('=') + 1));
      if (number >= 0 && !stage(copies).isEmpty()) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw UsageErrors.refuse("'" + copies + "' is not STAGE=N, as in square=8");
  }

  @Override
  int run(OpenGrid open) throws GridException, IOException {
    PipelineStatus found = pipeline.find(open);
    Map<String, StageStatus> stages = new LinkedHashMap<>();
    found.stages().forEach(stage -> stages.put(stage.stage().name(), stage));
    // All of them first: half of what was asked for is nothing that anybody wants.
    for (String each : copies) {
      if (!stages.containsKey(stage(each))) {
        String there = stages.keySet().stream().collect(Collectors.joining(", "));
        throw new Refused(
            "pipeline %s has no stage %s; there are %s"
                .formatted(found.name(), stage(each), there));
      }
    }
    for (String each : copies) {
      StageStatus stage = stages.get(stage(each));
      if (stage != null) {
        scale(open, stage, number(each));
      }
    }
    PipelineStatus now = PipelineStatus.find(PipelineStatus.of(open.jobs()), found.id());
    show(new PipelineShown(now, surroundings.timing().clock().instant()));
    return Exit.OK;
  }

  private void scale(OpenGrid open, StageStatus stage, int number) throws GridException {
    try (RunningJob job = open.job(stage.job().id())) {
      if (total) {
        job.limit(number);
      } else {
        job.scale(number);
      }
    }
  }
}
