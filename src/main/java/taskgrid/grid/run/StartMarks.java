package taskgrid.grid.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;

/**
 * Before a task starts, its member has marked in the grid that it may be running it: should the
 * member crash, the others know whom to suspect. Marks are wider than what runs, so that tiny tasks
 * cost a write for thousands, and slots that start at the same moment share one.
 *
 * <p>Guarded by this object's monitor, which is taken with the dispatcher's lock held and never the
 * other way round.
 */
public final class StartMarks {
  private static final Logger LOG = LogManager.getLogger(StartMarks.class);
  private static final long RETRY_MILLIS = 100;

  private final Board board;
  private final HeldClaims claims;
  private final ScheduledExecutorService timer;
  private final Map<BatchKey, Marked> marks = new HashMap<>();

  /** Counts changes that somebody may have to wait for. */
  private long version;

  /** The version that the grid has. */
  private long written;

  private boolean writing;

  /** About how many lines are marked that no slot has come to yet. */
  private long ahead;

  /** Whether there are other members, which could read marks. */
  private volatile boolean read;

  /** Where the marks of a member stand. */
  @FunctionalInterface
  public interface Board {
    /** Replaces this member's marks; completes when they have their backup. */
    CompletionStage<@Nullable Void> write(List<Mark> marks);
  }

  /** What may be running of a batch; see {@link Casualty}. */
  public record Mark(BatchKey key, int from, int to, int alone) {}

  private static final class Marked {
    int from;
    int to;
    int alone = -1;

    /** The version that widened it last. */
    long since;

    /** Whether the batch is of this member's partitions, so that its going is told. */
    boolean own;
  }

  public StartMarks(Board board, HeldClaims claims, ScheduledExecutorService timer) {
    this.board = board;
    this.claims = claims;
    this.timer = timer;
  }

  /** Whether anybody could read marks; while not, nothing is written and nobody waits. */
  boolean isRead() {
    return read;
  }

  /** Whether there are other members. Where there are none any more, nobody waits any longer. */
  public void others(boolean there) {
    if (there != read) {
      synchronized (this) {
        read = there;
        // A member that has never marked anything has nothing to replace.
        version += version == 0 ? 0 : 1;
        notifyAll();
      }
      write();
    }
  }

  /**
   * Marks lines that are about to start. Returns what {@link #await} must be called with before
   * they do.
   *
   * @param own whether the batch is of this member's partitions
   * @param alone whether it is one line that is run alone
   */
  synchronized long cover(BatchKey key, int from, int to, boolean own, boolean alone) {
    Marked mark = marks.get(key);
    boolean covered = mark != null && mark.from <= from && mark.to >= to && !alone;
    ahead = covered ? ahead - (to - from) : 0;
    mark = widen(key, from, to, own);
    if (alone) {
      mark.alone = from;
      mark.since = ++version;
    }
    return mark.since;
  }

  /** Whether slots will soon come to lines that are not marked, if they run so many. */
  synchronized boolean isShort(long lines) {
    return ahead < lines / 2;
  }

  /** Marks lines that slots will come to. Nobody has to wait for it. */
  synchronized void ahead(BatchKey key, int from, int to, int lines) {
    widen(key, from, to, true);
    ahead += lines;
  }

  private Marked widen(BatchKey key, int from, int to, boolean own) {
    Marked mark = marks.get(key);
    if (mark == null) {
      mark = new Marked();
      mark.from = from;
      mark.to = to;
      mark.own = own;
      mark.since = ++version;
      marks.put(key, mark);
    } else if (from < mark.from || to > mark.to) {
      mark.from = Math.min(from, mark.from);
      mark.to = Math.max(to, mark.to);
      mark.since = ++version;
    }
    return mark;
  }

  /**
   * The task that was run alone has ended. That is written too, without anybody waiting: a crash
   * after it must not be blamed on a task that failed and waits for its next attempt.
   */
  void aloneEnded(BatchKey key) {
    synchronized (this) {
      Marked mark = marks.get(key);
      if (mark != null) {
        mark.alone = -1;
        version++;
      }
    }
    write();
  }

  /** A batch is done, or has left this member. */
  synchronized void forget(BatchKey key) {
    Marked mark = marks.get(key);
    if (mark != null) {
      mark.own = false;
    }
  }

  /** Returns when the grid has the marks of {@link #cover}; at once if it has them already. */
  void await(long needed) throws InterruptedException {
    write();
    synchronized (this) {
      while (read && written < needed) {
        wait();
      }
    }
  }

  /** Writes what has changed, unless a write is on its way: that one is followed by another. */
  private void write() {
    List<Mark> snapshot = new ArrayList<>();
    long snapshotVersion;
    synchronized (this) {
      if (writing || written == version || !read) {
        return;
      }
      writing = true;
      snapshotVersion = version;
      marks.entrySet().removeIf(mark -> !mark.getValue().own && !claims.hold(mark.getKey()));
      marks.forEach((key, mark) -> snapshot.add(new Mark(key, mark.from, mark.to, mark.alone)));
    }
    board.write(snapshot).whenComplete((done, failure) -> written(snapshotVersion, failure));
  }

  private void written(long snapshotVersion, @Nullable Throwable failure) {
    synchronized (this) {
      writing = false;
      if (failure == null) {
        written = snapshotVersion;
        notifyAll();
      }
    }
    if (failure == null) {
      write();
    } else if (!timer.isShutdown()) {
      LOG.debug("start marks: {}", failure.toString());
      timer.schedule(this::write, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
