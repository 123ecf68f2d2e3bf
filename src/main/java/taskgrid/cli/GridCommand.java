package taskgrid.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import taskgrid.task.GridException;

/** A command that asks a grid something and shows the answer. */
abstract class GridCommand implements Callable<Integer> {
  final Surroundings surroundings;

  @Mixin final GridOptions grid = new GridOptions();
  @Mixin final OutputOption output = new OutputOption();
  @Mixin final CommonOptions common = new CommonOptions();

  GridCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws GridException, IOException, InterruptedException {
    checkOptions();
    try (OpenGrid open = grid.open(surroundings.grids(), surroundings.machine().config())) {
      return run(open);
    }
  }

  /** Refuses what can be refused without a grid. */
  void checkOptions() {}

  abstract int run(OpenGrid open) throws GridException, IOException, InterruptedException;

  void show(Shown shown) throws IOException {
    output.show(shown, surroundings.console().out());
  }
}
