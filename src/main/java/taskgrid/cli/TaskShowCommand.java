package taskgrid.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import taskgrid.task.GridException;
import taskgrid.task.TaskNumbers;

/** {@code task show}. */
@Command(
    name = "show",
    sortOptions = false,
    description = "Shows the life of one task: line, attempts, and why it does not run.",
    footer = {
      "%nExamples:",
      "  bin/taskgrid task show last.17",
      "  bin/taskgrid task show k3f9a2.17 --output json"
    })
final class TaskShowCommand extends GridCommand {
  @Parameters(
      paramLabel = "ID.TASK",
      description = {
        "A job's id, a unique beginning of it, or last;",
        "behind a dot the number of the task, its line."
      })
  String id = "";

  TaskShowCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void checkOptions() {
    one(TaskReference.parse(id).tasks());
  }

  private long one(@Nullable TaskNumbers tasks) {
    if (tasks == null || !tasks.equals(TaskNumbers.range(tasks.first(), tasks.first()))) {
      throw UsageErrors.refuse(OneLine.of(id) + ": name one task, as in k3f9a2.17");
    }
    return tasks.first();
  }

  @Override
  int run(OpenGrid open) throws GridException, IOException {
    TaskReference what = TaskReference.parse(id);
    try (RunningJob job = open.job(what.job())) {
      show(new TaskShown(job.task(one(what.tasks()))));
      return Exit.OK;
    }
  }
}
