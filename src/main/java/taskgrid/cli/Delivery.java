package taskgrid.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import taskgrid.job.ResultReader;
import taskgrid.task.GridException;
import taskgrid.task.TaskResult;

/**
 * Carries results from a reader to an outlet until there are no more. Results show at once:
 * whenever none is ready, what was written is flushed. Only what is flushed is declared delivered.
 */
final class Delivery {
  /** How much may be unflushed while results come without a pause; the grid keeps it so long. */
  private static final int MOST_RESULTS = 4096;

  private static final int MOST_BYTES = 1 << 20;

  private final ResultReader reader;
  private final Outlet outlet;
  private final Consumer<TaskResult> watcher;
  private final Timing timing;
  private final Tally tally = new Tally();
  private int unsettledResults;
  private long settledBytes;
  private long settledAt;
  private final Consumer<Instant> whenFirst;
  private boolean any;
  private volatile Snapshot snapshot = new Snapshot(0, 0, 0);

  /** Counts as of the last flush, for other threads. */
  record Snapshot(long done, long failed, int members) {}

  /**
   * @param watcher sees every result after it was written
   * @param whenFirst is told once, when the first result was written
   */
  Delivery(
      ResultReader reader,
      Outlet outlet,
      Consumer<TaskResult> watcher,
      Consumer<Instant> whenFirst,
      Timing timing) {
    this.reader = reader;
    this.outlet = outlet;
    this.watcher = watcher;
    this.whenFirst = whenFirst;
    this.timing = timing;
    this.settledAt = now();
    this.settledBytes = outlet.bytesWritten();
  }

  /**
   * Delivers all results.
   *
   * @param patience how long this may take; null = as long as it does
   * @return false if the patience ended first
   */
  boolean run(@Nullable Duration patience) throws IOException, GridException, InterruptedException {
    long deadline = patience == null ? 0 : now() + patience.toNanos();
    while (true) {
      TaskResult result = reader.poll(Duration.ZERO);
      if (result == null) {
        settle();
        if (reader.ended()) {
          // A header may be all there is.
          outlet.flush();
          return true;
        }
        result = patience == null ? reader.next() : reader.poll(until(deadline));
      }
      if (result != null) {
        take(result);
      } else if (!reader.ended()) {
        settle();
        return false;
      }
      if (patience != null && now() - deadline >= 0 && !reader.ended()) {
        settle();
        return false;
      }
    }
  }

  Tally tally() {
    return tally;
  }

  Snapshot snapshot() {
    return snapshot;
  }

  /** When the last result had been written. */
  long settledAt() {
    return settledAt;
  }

  /** Flushes, tells the grid that it need not keep what was written, and shows the counts. */
  void settle() throws IOException {
    if (unsettledResults == 0) {
      return;
    }
    outlet.flush();
    reader.delivered();
    unsettledResults = 0;
    settledBytes = outlet.bytesWritten();
    settledAt = now();
    if (!any) {
      any = true;
      whenFirst.accept(timing.clock().instant());
    }
    snapshot = new Snapshot(tally.done(), tally.failed(), tally.members());
  }

  private void take(TaskResult result) throws IOException {
    outlet.write(result);
    tally.add(result);
    watcher.accept(result);
    unsettledResults++;
    if (unsettledResults >= MOST_RESULTS || outlet.bytesWritten() - settledBytes >= MOST_BYTES) {
      settle();
    }
  }

  private long now() {
    return timing.nanos().getAsLong();
  }

  private Duration until(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - now()));
  }
}
