package taskgrid.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import taskgrid.task.GridException;

/** {@code member list}. */
@Command(
    name = "list",
    sortOptions = false,
    description = "Lists the members: labels, slots, running, waiting, heap, version.",
    footer = {"%nExample:", "  bin/taskgrid member list --members 10.0.0.7"})
final class MemberListCommand extends GridCommand {
  MemberListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(OpenGrid open) throws GridException, IOException {
    show(new MembersShown(open.members()));
    return Exit.OK;
  }
}
