package taskgrid.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** A command that is part of the interface and refused in one line until it is built. */
@Command(description = "Not built yet.")
final class UnbuiltCommand implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();
  @Unmatched List<String> anything = new ArrayList<>();

  @Override
  public Integer call() {
    throw Refused.notBuiltYet(spec.qualifiedName().replaceFirst("^taskgrid ", ""));
  }
}
