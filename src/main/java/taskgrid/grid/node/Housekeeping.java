package taskgrid.grid.node;

import com.hazelcast.core.HazelcastInstanceNotActiveException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Repeats the member's regular work. What may block runs on its own threads, one run at a time. */
final class Housekeeping {
  private static final Logger LOG = LogManager.getLogger(Housekeeping.class);

  private final ScheduledExecutorService timer;
  private final Executor blocking;
  private final BooleanSupplier mayLook;

  /**
   * @param mayLook whether work that may block, and looks at maps, may begin yet
   */
  Housekeeping(ScheduledExecutorService timer, Executor blocking, BooleanSupplier mayLook) {
    this.timer = timer;
    this.blocking = blocking;
    this.mayLook = mayLook;
  }

  /** Runs short work on the timer's thread. */
  void every(long millis, Runnable work) {
    Runnable safe = safe(work);
    timer.scheduleWithFixedDelay(safe, millis, millis, TimeUnit.MILLISECONDS);
  }

  /**
   * Runs work that may block, off the timer's thread; skips a turn while the last one still runs,
   * or nobody may look yet.
   */
  void everyBlocking(long millis, Runnable work) {
    Runnable safe = safe(work);
    AtomicBoolean busy = new AtomicBoolean();
    every(
        millis,
        () -> {
          if (mayLook.getAsBoolean() && busy.compareAndSet(false, true)) {
            blocking.execute(
                () -> {
                  try {
                    safe.run();
                  } finally {
                    busy.set(false);
                  }
                });
          }
        });
  }

  private Runnable safe(Runnable work) {
    return () -> {
      try {
        work.run();
      } catch (HazelcastInstanceNotActiveException e) {
        LOG.debug("regular work ends: the member is leaving");
      } catch (RuntimeException e) {
        // The edge of a thread: a scheduled task that throws would never run again.
        if (!timer.isShutdown()) {
          LOG.warn("regular work failed and is tried again: {}", e.toString());
          LOG.debug("regular work failed", e);
        }
      }
    };
  }
}
