package taskgrid.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import taskgrid.cli.terminal.ProgressText;
import taskgrid.task.JobStatus;

/** How long things took or have been there, in few characters. */
final class Spans {
  private Spans() {}

  /** Rough, as in {@code 12s}, {@code 3m}, {@code 2h}, {@code 5d}. */
  static String age(Duration age) {
    long seconds = Math.max(0, age.toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return seconds / 60 + "m";
    }
    return seconds < 86_400 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
  }

  /** From submission to the last result, or to now. */
  static Duration lasted(JobStatus job, Instant now) {
    Instant end = job.ended() == null ? now : job.ended();
    Duration lasted = Duration.between(job.submitted(), end);
    return lasted.isNegative() ? Duration.ZERO : lasted;
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.2f s", duration.toNanos() / 1e9);
  }

  static String rate(JobStatus job, Instant now) {
    double seconds = lasted(job, now).toNanos() / 1e9;
    return ProgressText.rate(seconds <= 0 ? 0 : job.counts().done() / seconds);
  }
}
