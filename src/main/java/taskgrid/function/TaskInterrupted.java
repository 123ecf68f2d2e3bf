package taskgrid.function;

/** A function heeds its interrupt, and has something to say for the case that its time was over. */
public final class TaskInterrupted extends InterruptedException {
  private static final long serialVersionUID = 1L;

  /**
   * @param hint what may be the reason that it took so long; follows the time limit in the result
   */
  public TaskInterrupted(String hint, InterruptedException cause) {
    super(hint);
    initCause(cause);
  }
}
