package taskgrid.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import taskgrid.cli.terminal.Talk;
import taskgrid.job.DeadLetters;
import taskgrid.job.StageJob;
import taskgrid.job.StagePlan;
import taskgrid.pipeline.PipelineStatus;
import taskgrid.pipeline.PipelineStatus.StageStatus;
import taskgrid.task.GridException;

/** {@code pipeline retry}: what failed goes through its stage and those behind it once more. */
@Command(
    name = "retry",
    sortOptions = false,
    description =
        "Sends failed items through the stage where they failed and those behind it; prints as run.",
    footer = {
      "%nExamples:",
      "  bin/taskgrid pipeline retry squares",
      "%nExit code: as of run; 0 if there is nothing to run."
    })
final class PipelineRetryCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin final PipelineArgument pipeline = new PipelineArgument();

  @Mixin final DeliveryArguments delivery = new DeliveryArguments();
  @Mixin final GridOptions grid = new GridOptions();
  @Mixin final CommonOptions common = new CommonOptions();

  PipelineRetryCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws GridException, IOException, InterruptedException {
    delivery.check();
    Talk talk = surroundings.console().talk();
    try (Interruption interruption =
            new Interruption(surroundings.machine().signals(), talk, Thread.currentThread());
        OpenGrid open = grid.open(surroundings.grids(), surroundings.machine().config())) {
      List<PipelineStatus> all = PipelineStatus.of(open.jobs());
      PipelineStatus found = pipeline.find(all);
      int stages = 0;
      long failed = 0;
      for (PipelineStatus each : found.family(all)) {
        for (StageStatus stage : each.stages()) {
          Optional<Integer> code = retry(open, each, stage, interruption);
          if (code.isPresent()) {
            stages++;
            failed += code.get();
            if (code.get() > Exit.MANY_FAILED) {
              return code.get();
            }
          }
        }
      }
      if (stages == 0) {
        talk.line("pipeline " + found.name() + ": nothing to run again");
      }
      return Exit.of(failed, 0);
    }
  }

  /** Returns nothing if nothing of the stage is to be run. */
  private Optional<Integer> retry(
      OpenGrid open, PipelineStatus of, StageStatus stage, Interruption interruption)
      throws GridException, IOException, InterruptedException {
    if (stage.job().counts().failed() == 0) {
      return Optional.empty();
    }
    try (RunningJob job = open.job(stage.job().id())) {
      String title = of.name() + "." + stage.stage().name();
      Optional<DeadLetters> failed = job.deadLetters(title);
      if (failed.isEmpty()) {
        return Optional.empty();
      }
      int code = run(open, failed.get(), of, stage, interruption);
      if (code <= Exit.MANY_FAILED) {
        // Not before all of them are in the grid: what is said to run again must not be lost.
        job.retried(failed.get().tasks());
      }
      return Optional.of(code);
    }
  }

  private int run(
      OpenGrid open,
      DeadLetters failed,
      PipelineStatus of,
      StageStatus stage,
      Interruption interruption)
      throws GridException, IOException, InterruptedException {
    StagePlan plan =
        of.from(stage, options -> options.withStage(null).withDetached(delivery.detach));
    StageJob last = plan.stages().get(plan.stages().size() - 1);
    Submission submission =
        new Submission(surroundings, delivery, common.debug, last.options(), open, interruption);
    OtherStages others = new OtherStages(surroundings.console().talk(), surroundings.timing());
    int code = submission.run(() -> others.of(open.submit(List.of(failed.input()), plan)));
    return others.counted(code, open);
  }
}
