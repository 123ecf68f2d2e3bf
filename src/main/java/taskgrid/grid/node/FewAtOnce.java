package taskgrid.grid.node;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs on others' threads what needs much memory: so much of it at the same time and no more. What
 * waits for its turn holds no thread.
 */
final class FewAtOnce implements Executor {
  private static final Logger LOG = LogManager.getLogger(FewAtOnce.class);

  private final Executor threads;
  private final int most;

  /** Guarded by this. */
  private final Queue<Runnable> waiting = new ArrayDeque<>();

  /** Guarded by this. */
  private int running;

  FewAtOnce(Executor threads, int most) {
    this.threads = threads;
    this.most = most;
  }

  @Override
  public void execute(Runnable work) {
    synchronized (this) {
      if (running == most) {
        waiting.add(work);
        return;
      }
      running++;
    }
    try {
      start(work);
    } catch (RejectedExecutionException e) {
      startNext();
      throw e;
    }
  }

  private void start(Runnable work) {
    threads.execute(
        () -> {
          try {
            work.run();
          } finally {
            startNext();
          }
        });
  }

  private void startNext() {
    for (Runnable next = next(); next != null; next = next()) {
      try {
        start(next);
        return;
      } catch (RejectedExecutionException e) {
        // The member leaves: what waited is not done here any more.
        LOG.debug("not begun any more: {}", e.toString());
      }
    }
  }

  /** What takes the place of what has ended; null if nothing waits. */
  private synchronized @Nullable Runnable next() {
    Runnable next = waiting.poll();
    if (next == null) {
      running--;
    }
    return next;
  }
}
