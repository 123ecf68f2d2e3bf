package taskgrid.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import taskgrid.cli.values.Address;
import taskgrid.cli.values.AddressValue;
import taskgrid.task.GridException;

/** {@code member drain}. */
@Command(
    name = "drain",
    sortOptions = false,
    description = "Makes a member leave in order, as Ctrl-C there does; returns when it has left.",
    footer = {"%nExample:", "  bin/taskgrid member drain 10.0.0.7:5701 --members 10.0.0.8"})
final class MemberDrainCommand extends GridCommand {
  @Parameters(
      paramLabel = "HOST:PORT",
      converter = AddressValue.class,
      description = "The member's address, as member list shows it.")
  Address address = new Address("", 0);

  MemberDrainCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(OpenGrid open) throws GridException, IOException, InterruptedException {
    open.drain(address.toString());
    show(new MemberLeft(address.toString()));
    return Exit.OK;
  }
}
