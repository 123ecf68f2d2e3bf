package taskgrid.cli;

import java.util.Locale;
import taskgrid.cli.terminal.ProgressText;

/**
 * A job in one line: the last of submit, which scripts read.
 *
 * @param members that ran a task of it
 */
record Summary(String job, long succeeded, long failed, long cancelled, long nanos, int members) {

  String line() {
    long tasks = succeeded + failed + cancelled;
    double rate = nanos <= 0 ? 0 : tasks * 1e9 / nanos;
    return String.format(
        Locale.ROOT,
        "job %s: %d tasks, %d succeeded, %d failed, %d cancelled in %.2f s (%s tasks/s) on %d"
            + " members",
        job,
        tasks,
        succeeded,
        failed,
        cancelled,
        nanos / 1e9,
        ProgressText.rate(rate),
        members);
  }
}
