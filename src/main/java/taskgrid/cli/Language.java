package taskgrid.cli;

import java.util.List;
import taskgrid.bundle.BundleFile;
import taskgrid.function.FunctionSource;
import taskgrid.job.Input;
import taskgrid.job.InputLines;
import taskgrid.task.GridException;
import taskgrid.task.JobOptions;

/** Task lines understood here, without a grid: for --check, --dry-run and function list. */
interface Language {
  /** The functions that every member has, and those of the shipped files. */
  FunctionSource functions();

  /** The same language with the functions of files that a job ships. */
  Language shipping(BundleFile files);

  /** Reads all lines and says of each what it is. */
  void read(List<Input> inputs, JobOptions options, InputLines.Visitor visitor)
      throws GridException;
}
