package taskgrid.job;

import org.jspecify.annotations.Nullable;
import taskgrid.grid.Grid;
import taskgrid.grid.Grid.GridMember;
import taskgrid.task.GridException;
import taskgrid.task.JobOptions;
import taskgrid.task.Where;

/** Which members can run a job's tasks. */
final class Eligible {
  private static final String NOBODY = "no member of the grid runs commands";

  private Eligible() {}

  static boolean is(GridMember member, JobOptions options) {
    return options.canRunOn(member.shell(), member.labels());
  }

  /** Why no member can run the job's tasks, in words; null if some can. */
  static @Nullable String nobody(Grid grid, JobOptions options) {
    if (grid.members().stream().anyMatch(member -> is(member, options))) {
      return null;
    }
    Where where = options.placement().where();
    if (where == null) {
      return NOBODY;
    }
    return options.commands().needed()
        ? "no member runs commands and matches " + where
        : "no member matches " + where;
  }

  /**
   * Refuses a job of commands where no member runs any. One that no member matches waits: members
   * come and go.
   *
   * @throws GridException which says what is missing
   */
  static void requireAny(Grid grid, JobOptions options) throws GridException {
    boolean needed = options.commands().needed();
    if (needed && grid.members().stream().noneMatch(GridMember::shell)) {
      throw new GridException(NOBODY + " (start one with bin/member.sh --allow-shell)");
    }
  }
}
