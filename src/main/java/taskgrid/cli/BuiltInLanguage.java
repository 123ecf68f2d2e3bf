package taskgrid.cli;

import java.util.List;
import taskgrid.bundle.BundleFile;
import taskgrid.bundle.ShippedFunctions;
import taskgrid.function.BuiltInFunctions;
import taskgrid.function.FunctionSource;
import taskgrid.job.Input;
import taskgrid.job.InputLines;
import taskgrid.program.ProgramFunctions;
import taskgrid.task.GridException;
import taskgrid.task.JobOptions;

/** The task language with the functions that every member has. */
final class BuiltInLanguage implements Language {
  private final FunctionSource functions;

  BuiltInLanguage() {
    // Which hosts there are is for the members to say, each by its own table.
    this(BuiltInFunctions.with(null));
  }

  private BuiltInLanguage(FunctionSource others) {
    this.functions = ProgramFunctions.knowing(others);
  }

  @Override
  public FunctionSource functions() {
    return functions;
  }

  @Override
  public Language shipping(BundleFile files) {
    return new BuiltInLanguage(ShippedFunctions.of(BuiltInFunctions.with(null), files));
  }

  @Override
  public void read(List<Input> inputs, JobOptions options, InputLines.Visitor visitor)
      throws GridException {
    new InputLines(functions).read(inputs, options, visitor);
  }
}
