package taskgrid.job;

import java.util.List;
import java.util.function.Predicate;
import taskgrid.task.JobState;

/** Derives a job's state from the evidence: the first row of the table that fits. */
final class DeriveState {
  /**
   * So long a submitter may be silent before its job is given up for stranded. One that leaves in
   * order says so; this is for those that cannot. It speaks every few seconds whatever its reader
   * does, but one that is stopped for a minute is silent and lives, and then has to find the grid
   * again.
   */
  private static final long STRANDED_MILLIS = 120_000;

  /** So long a submitter has for sending again what was lost. */
  static final long LOST_MILLIS = 10_000;

  private record Row(JobState state, Predicate<Evidence> fits) {}

  private static final List<Row> TABLE =
      List.of(
          new Row(
              JobState.LOST,
              e -> (e.missing() > 0 || e.facts().areLost()) && silent(e, LOST_MILLIS)),
          new Row(JobState.CANCELLING, e -> e.facts().cancelled() && e.left() > 0),
          new Row(JobState.CANCELLED, DeriveState::wasCancelled),
          new Row(
              JobState.STRANDED,
              e ->
                  !e.sealed()
                      && !e.isFed()
                      && e.left() == 0
                      && (e.leftAndDone() || silent(e, STRANDED_MILLIS))),
          new Row(JobState.FAILED, e -> e.ended() && e.counts().failed() > 0),
          new Row(JobState.CANCELLED, e -> e.ended() && e.counts().cancelled() > 0),
          new Row(JobState.SUCCEEDED, Evidence::ended),
          new Row(JobState.RUNNING, e -> e.counts().running() > 0 || e.counts().done() > 0),
          new Row(JobState.WAITING, e -> true));

  private DeriveState() {}

  static JobState of(Evidence evidence) {
    for (Row row : TABLE) {
      if (row.fits.test(evidence)) {
        return row.state;
      }
    }
    throw new IllegalStateException("no row fits " + evidence);
  }

  private static boolean silent(Evidence evidence, long millis) {
    return evidence.submitterSilentMillis() >= millis;
  }

  /**
   * A job that was cut short was cancelled, even if all that was sent of it succeeded. A
   * cancellation that came when everything was sent and had ended changes nothing.
   */
  private static boolean wasCancelled(Evidence e) {
    if (e.ended()) {
      return e.facts().cutShort() || (e.facts().cancelled() && e.counts().cancelled() > 0);
    }
    return e.facts().cancelled();
  }
}
