package taskgrid.cli.terminal;

/**
 * What a progress bar shows at one moment.
 *
 * @param total tasks in all; negative while nobody can say
 * @param exact whether the total is known, not estimated
 * @param nanos since the job began
 * @param note a word about why it is slow; empty if there is nothing to say
 */
public record ProgressView(
    long done, long total, boolean exact, long failed, int members, long nanos, String note) {

  double perSecond() {
    return nanos <= 0 ? 0 : done * 1e9 / nanos;
  }
}
