package taskgrid.grid.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs of other owners' batches, which slots of this member run next, or when there is a permit for
 * them. Whoever removes one has it.
 */
final class TakenOverRuns {
  private final Permits permits;
  private final Queue<TakenOver> ready = new ConcurrentLinkedQueue<>();
  private final Queue<TakenOver> waiting = new ConcurrentLinkedQueue<>();

  private record TakenOver(Dispatcher.Started started, long sinceNanos) {
    Run run() {
      return started.run();
    }
  }

  TakenOverRuns(Permits permits) {
    this.permits = permits;
  }

  void add(Dispatcher.Started started, long nowNanos) {
    TakenOver taken = new TakenOver(started, nowNanos);
    (permits.use(taken.run().permitted()) ? ready : waiting).add(taken);
  }

  /** The one that comes next; null if none can start. */
  Dispatcher.@Nullable Started poll() {
    TakenOver next = ready.poll();
    return next == null ? null : next.started();
  }

  boolean isEmpty() {
    return ready.isEmpty();
  }

  /** Whether some wait for permits. */
  boolean anyWaits() {
    return !waiting.isEmpty();
  }

  /** Looks whether what waits for permits has got them. Returns whether there is one. */
  boolean permit() {
    boolean any = false;
    for (TakenOver taken : waiting) {
      List<Permits.Key> needed = taken.run().permitted();
      if (permits.use(needed)) {
        if (waiting.remove(taken)) {
          ready.add(taken);
          any = true;
        } else {
          permits.release(needed, System.nanoTime());
        }
      }
    }
    return any;
  }

  /**
   * Lets go of what no slot has taken for so long: those that it was meant for have something else.
   *
   * @param ended is told of each run, which is held no longer
   * @return what their owners must be told
   */
  List<HeldClaims.Range> letGo(long nowNanos, long olderThanNanos, Consumer<Run> ended) {
    return letGo(
        ready,
        nowNanos - olderThanNanos,
        run -> {
          permits.release(run.takePermitted(), nowNanos);
          ended.accept(run);
        });
  }

  /** The same of what has waited for permits for so long: its owner may have one sooner. */
  List<HeldClaims.Range> letGoWaiting(long nowNanos, long olderThanNanos, Consumer<Run> ended) {
    return letGo(
        waiting,
        nowNanos - olderThanNanos,
        run -> {
          run.takePermitted();
          ended.accept(run);
        });
  }

  private static List<HeldClaims.Range> letGo(
      Queue<TakenOver> from, long before, Consumer<Run> ended) {
    List<HeldClaims.Range> ranges = new ArrayList<>();
    for (TakenOver taken : from) {
      if (taken.sinceNanos() - before <= 0 && from.remove(taken)) {
        Run run = taken.run();
        ranges.add(new HeldClaims.Range(run.key(), run.from(), run.end()));
        taken.started().held().release();
        ended.accept(run);
      }
    }
    return ranges;
  }
}
