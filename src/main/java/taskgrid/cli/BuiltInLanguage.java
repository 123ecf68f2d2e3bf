package taskgrid.cli;

import java.util.List;
import taskgrid.function.BuiltInFunctions;
import taskgrid.function.FunctionSource;
import taskgrid.job.Input;
import taskgrid.job.InputLines;
import taskgrid.task.GridException;
import taskgrid.task.JobOptions;

/** The task language with the functions that every member has. */
final class BuiltInLanguage implements Language {
  @Override
  public FunctionSource functions() {
    // Which hosts there are is for the members to say, each by its own table.
    return BuiltInFunctions.with(null);
  }

  @Override
  public void read(List<Input> inputs, JobOptions options, InputLines.Visitor visitor)
      throws GridException {
    new InputLines(functions()).read(inputs, options, visitor);
  }
}
