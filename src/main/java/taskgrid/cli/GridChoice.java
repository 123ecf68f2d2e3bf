package taskgrid.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import taskgrid.task.GridException;

/** Where a job runs that is started here: in a named grid, one on this host, or this process. */
final class GridChoice {
  private final Surroundings surroundings;
  private final CommandSpec spec;
  private final GridOptions grid;
  private final EmbeddedArguments embedded;

  /**
   * @param spec of the command that was typed
   */
  GridChoice(
      Surroundings surroundings, CommandSpec spec, GridOptions grid, EmbeddedArguments embedded) {
    this.surroundings = surroundings;
    this.spec = spec;
    this.grid = grid;
    this.embedded = embedded;
  }

  /** Refuses what excludes each other. */
  static void check(CommandSpec spec, boolean detach) {
    if (typed(spec, "--embedded") && typed(spec, "--members")) {
      throw UsageErrors.refuse("--embedded and --members exclude each other");
    }
    if (typed(spec, "--embedded") && detach) {
      throw UsageErrors.refuse(
          "--embedded and --detach exclude each other: the job would end with this process");
    }
  }

  static boolean typed(CommandSpec spec, String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  /**
   * The named grid, else one on this host, else one in this process.
   *
   * @param staying the option that needs a grid that stays; null if none does
   */
  OpenGrid open(@Nullable String staying) throws GridException {
    Grids grids = surroundings.grids();
    // What was typed counts more than what the environment or the file says.
    boolean named = !grid.members.isEmpty() && !typed(spec, "--embedded");
    if (named && (typed(spec, "--members") || !embedded.embedded)) {
      return grids.connect(grid.connectOptions(surroundings.machine().config()));
    }
    if (!embedded.embedded) {
      OpenGrid local =
          grids.local(grid.connectOptions(surroundings.machine().config())).orElse(null);
      if (local != null) {
        return local;
      }
      if (staying != null) {
        throw new Refused(
            staying + " needs a grid that stays: start bin/member.sh or name one with --members");
      }
    }
    return grids.embedded(embedded.options(surroundings.machine()));
  }
}
