package taskgrid.grid;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one member sees of a job, and of one line of it, when somebody asks why it does not run.
 *
 * @param slots tasks that the member runs at the same time
 * @param hindrance why it starts nothing of the job now, in words; null if it does
 * @param full whether it takes no more batches of the job, for want of memory
 * @param loads what waits and runs there, by job
 * @param retrying tasks of the job there that wait for their next attempt
 * @param nextRetryMillis when the first of them is due; 0 if there is none
 * @param at the batch there that begins at the line, or nearest below; null if there is none
 * @param behind the nearest one above it; null if there is none
 */
public record Look(
    int slots,
    @Nullable String hindrance,
    boolean full,
    List<Load> loads,
    long retrying,
    long nextRetryMillis,
    @Nullable Piece at,
    @Nullable Piece behind,
    Line line) {

  /**
   * @param waiting tasks in the member's batches that nobody runs
   * @param running tasks that its slots run, wherever their batches are
   */
  public record Load(String job, long waiting, long running) {
    /** With what another member has of the same job. */
    public Load plus(Load other) {
      return new Load(job, waiting + other.waiting, running + other.running);
    }
  }

  /**
   * A batch, or its log.
   *
   * @param after the last line before its reach; -1 = not known without reading it
   * @param lines how many it has; -1 = not known without reading it
   */
  public record Piece(BatchKey key, long after, int lines) {
    public Piece {
      if (lines == 0) {
        throw new IllegalArgumentException(key + " without lines");
      }
    }

    public boolean isKnown() {
      return lines > 0;
    }
  }

  /**
   * The one line.
   *
   * @param retryMillis until its next attempt, if it waits for one
   * @param ahead tasks of its job there that wait and go first
   * @param running if a slot of the member runs it now
   */
  public record Line(State state, long retryMillis, long ahead, @Nullable Running running) {
    public static final Line UNKNOWN = new Line(State.UNKNOWN, 0, 0, null);
  }

  /** What the line's owner knows of it. The order is the wire code: append only. */
  public enum State {
    UNKNOWN,
    WAITING,
    CLAIMED,
    RETRYING,
    ENDED,
    /** It may have taken a member down, and waits to be run alone. */
    SUSPECT
  }

  /** An attempt that runs now. */
  public record Running(int attempt, long startedMicros) {}
}
