package taskgrid.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
      List<Items> failed = new ArrayList<>();
      for (PipelineStatus each : found.family(all)) {
        failed.addAll(failed(open, each));
      }
      if (failed.isEmpty()) {
        talk.line("pipeline " + found.name() + ": nothing to run again");
        return Exit.OK;
      }
      return run(open, failed, interruption);
    }
  }

  /** What failed in a stage of a pipeline. */
  private record Items(PipelineStatus of, StageStatus stage, DeadLetters failed) {
    String name() {
      return nameOf(of, stage);
    }
  }

  private static String nameOf(PipelineStatus of, StageStatus stage) {
    return of.name() + "." + stage.stage().name();
  }

  private static List<Items> failed(OpenGrid open, PipelineStatus of)
      throws GridException, InterruptedException {
    List<Items> failed = new ArrayList<>();
    for (StageStatus stage : of.stages()) {
      if (DeadLetters.mayBeIn(stage.job())) {
        try (RunningJob job = open.job(stage.job().id())) {
          job.deadLetters(nameOf(of, stage))
              .ifPresent(items -> failed.add(new Items(of, stage, items)));
        }
      }
    }
    return failed;
  }

  /** One stage's items after the other's; all results go to one place. */
  private int run(OpenGrid open, List<Items> all, Interruption interruption)
      throws GridException, IOException, InterruptedException {
    long began = nanos();
    int begun = 0;
    int failed = 0;
    int code = Exit.OK;
    // The outlet first: a file that cannot be written must not cost a job.
    try (Outlet outlet = delivery.detach ? null : Outlet.of(surroundings, delivery)) {
      while (begun < all.size() && code <= Exit.MANY_FAILED && !interruption.came()) {
        code = run(open, all.get(begun++), outlet, began, interruption);
        failed += code <= Exit.MANY_FAILED ? code : 0;
      }
    }
    for (Items unsent : all.subList(begun, all.size())) {
      surroundings
          .console()
          .talk()
          .line("what failed in %s was not sent and stays listed".formatted(unsent.name()));
    }
    boolean cut = code == Exit.CANCELLED || begun < all.size();
    boolean left = code > Exit.MANY_FAILED && code != Exit.CANCELLED;
    return interruption.leaving().orElse(left ? code : Exit.of(failed, cut ? 1 : 0));
  }

  private int run(
      OpenGrid open, Items items, @Nullable Outlet outlet, long began, Interruption interruption)
      throws GridException, IOException, InterruptedException {
    StagePlan plan =
        items.of.from(
            items.stage, options -> options.withStage(null).withDetached(delivery.detach));
    StageJob last = plan.stages().get(plan.stages().size() - 1);
    Submission submission =
        new Submission(surroundings, delivery, common.debug, last.options(), open, interruption);
    OtherStages others = new OtherStages(surroundings.console().talk(), surroundings.timing());
    DeadLetters failed = items.failed;
    Duration whole = delivery.waitTimeout;
    int code;
    try (Requeued requeued = new Requeued(open.job(items.stage.job().id()), failed.tasks())) {
      code =
          submission.run(
              () -> requeued.by(others.of(open.submit(List.of(failed.input()), plan))),
              outlet,
              whole == null ? null : whole.minusNanos(nanos() - began));
    }
    return others.counted(code, open);
  }

  private long nanos() {
    return surroundings.timing().nanos().getAsLong();
  }
}
