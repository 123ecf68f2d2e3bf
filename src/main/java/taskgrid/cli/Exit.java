package taskgrid.cli;

/** Exit codes, as scripts rely on them. */
final class Exit {
  static final int OK = 0;

  /** More than a hundred tasks failed; up to a hundred, their number is the code. */
  static final int MANY_FAILED = 101;

  static final int WAIT_TIMEOUT = 124;
  static final int HANGUP = 129;
  static final int CANCELLED = 130;
  static final int CLOSED_PIPE = 141;
  static final int TERMINATED = 143;

  /** Usage, configuration or grid error, or tasks lost. */
  static final int ERROR = 255;

  private Exit() {}

  /** The code of a job, or of several counted together, of which nothing is lost. */
  static int of(long failed, long cancelled) {
    if (failed > 0) {
      return (int) Math.min(failed, MANY_FAILED);
    }
    return cancelled > 0 ? CANCELLED : OK;
  }
}
