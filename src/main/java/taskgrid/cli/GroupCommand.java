package taskgrid.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that only has commands below it. */
@Command(sortOptions = false)
final class GroupCommand implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin final CommonOptions common = new CommonOptions();

  @Override
  public Integer call() {
    String known = String.join(", ", spec.subcommands().keySet());
    throw UsageErrors.refuse("name one of the commands: " + known);
  }
}
