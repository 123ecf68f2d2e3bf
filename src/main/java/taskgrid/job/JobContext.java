package taskgrid.job;

import java.time.Clock;
import taskgrid.function.FunctionSource;
import taskgrid.grid.Grid;
import taskgrid.task.JobOptions;

/** What everybody who works for one job needs. */
record JobContext(Grid grid, String id, JobOptions options, FunctionSource functions, Clock clock) {
  LineMeaning meaning() {
    return new LineMeaning(functions, id, options);
  }
}
