package taskgrid.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import taskgrid.task.GridException;
import taskgrid.task.JobState;
import taskgrid.task.JobStatus;
import taskgrid.task.TaskNumbers;

/** {@code job cancel}. */
@Command(
    name = "cancel",
    sortOptions = false,
    description = "Cancels what of a job, or of some tasks of it, has not ended.",
    footer = {
      "%nExamples:",
      "  bin/taskgrid job cancel last",
      "  bin/taskgrid job cancel k3f9a2 --reason 'wrong input'",
      "  bin/taskgrid job cancel k3f9a2.17",
      "  bin/taskgrid job cancel k3f9a2.1-100,205"
    })
final class JobCancelCommand extends GridCommand {
  @Parameters(
      paramLabel = "ID[.TASKS]",
      hideParamSyntax = true,
      description = {
        "A job's id, a unique beginning of it, or last;",
        "behind a dot numbers of tasks and ranges of them."
      })
  String id = "";

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why; shown with the job and with each task that it cancels.")
  @Nullable String reason;

  JobCancelCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void checkOptions() {
    TaskReference.parse(id);
  }

  @Override
  int run(OpenGrid open) throws GridException, IOException {
    TaskReference what = TaskReference.parse(id);
    try (RunningJob job = open.job(what.job())) {
      JobStatus before = job.status();
      TaskNumbers tasks = what.tasks();
      if (tasks != null) {
        refuseIfThereIsNone(tasks, before);
      }
      // In a split network a job looks lost, for the other side has parts of it.
      boolean hadEnded = before.state().ended() && before.state() != JobState.LOST;
      if (!hadEnded) {
        cancel(job, tasks);
      }
      boolean whole = !hadEnded && tasks == null;
      String state = whole ? "cancelling" : before.state().word();
      show(new CancelAnswer(job.id(), tasks, state, hadEnded));
      return Exit.OK;
    }
  }

  private void cancel(RunningJob job, @Nullable TaskNumbers tasks) throws GridException {
    if (tasks == null) {
      job.cancel(reason);
    } else {
      job.cancel(tasks, reason);
    }
  }

  private static void refuseIfThereIsNone(TaskNumbers tasks, JobStatus job) {
    if (job.total() >= 0 && tasks.first() > job.lastLine()) {
      throw new Refused(
          "job " + job.id() + " has no task " + tasks + ": its last line is " + job.lastLine());
    }
  }
}
