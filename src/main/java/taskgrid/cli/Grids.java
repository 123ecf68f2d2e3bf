package taskgrid.cli;

import java.util.Optional;
import taskgrid.ConnectOptions;
import taskgrid.EmbeddedOptions;
import taskgrid.MemberOptions;
import taskgrid.task.GridException;

/** The ways to get at a grid; all that the commands know of how grids are made. */
interface Grids {
  /** The grid of the members that were named. */
  OpenGrid connect(ConnectOptions options) throws GridException;

  /** The grid of a member on this host; empty if there is none. */
  Optional<OpenGrid> local(ConnectOptions options) throws GridException;

  /** A grid of one, inside this process. */
  OpenGrid embedded(EmbeddedOptions options) throws GridException;

  /** A member that others may join. */
  RunningMember start(MemberOptions options) throws GridException;
}
