package taskgrid.cli;

import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import taskgrid.cli.terminal.ProgressText;
import taskgrid.cli.terminal.ProgressView;
import taskgrid.cli.terminal.Talk;
import taskgrid.cli.terminal.Terminal;
import taskgrid.cli.terminal.Ticker;
import taskgrid.job.SubmitProgress;

/** Shows how far a job is while its results are delivered. */
final class JobProgress {
  private static final Duration REDRAW = Duration.ofMillis(150);
  private static final Duration LINE = Duration.ofSeconds(10);

  private final RunningJob job;
  private final Delivery delivery;
  private final LongSupplier elapsed;

  /**
   * @param elapsed nanoseconds since the job began
   */
  JobProgress(RunningJob job, Delivery delivery, LongSupplier elapsed) {
    this.job = job;
    this.delivery = delivery;
    this.elapsed = elapsed;
  }

  /** A bar on a terminal, gone at the end. */
  Ticker bar(Talk talk, Map<String, String> environment) {
    int[] width = new int[1];
    Runnable redraw =
        () -> {
          if (width[0] == 0) {
            // Asked for on the bar's own thread: it may take a few milliseconds.
            width[0] = Terminal.width(environment);
          }
          talk.live(ProgressText.bar(view(), width[0]));
        };
    return new Ticker("taskgrid-progress", REDRAW, redraw, () -> talk.live(""));
  }

  /** A line now and then, for logs. */
  Ticker lines(Talk talk) {
    Runnable say = () -> talk.line("job " + job.id() + ": " + ProgressText.words(view()));
    return new Ticker("taskgrid-progress", LINE, say, () -> {});
  }

  ProgressView view() {
    SubmitProgress sent = job.progress();
    Delivery.Snapshot delivered = delivery.snapshot();
    long done = Math.max(sent.done(), delivered.done());
    long total = sent.sealed() ? sent.total() : sent.expected();
    return new ProgressView(
        done,
        total < 0 ? -1 : Math.max(total, done),
        sent.sealed(),
        Math.max(sent.failed(), delivered.failed()),
        delivered.members(),
        elapsed.getAsLong(),
        sent.waitingForCredit() ? "waiting for room" : "");
  }
}
