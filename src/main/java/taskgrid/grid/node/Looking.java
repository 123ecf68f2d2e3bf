package taskgrid.grid.node;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.Look;
import taskgrid.grid.layout.Batch;
import taskgrid.grid.log.JobLog;
import taskgrid.grid.log.LogIndex;
import taskgrid.grid.run.Dispatcher;
import taskgrid.grid.run.OpenBatch;
import taskgrid.grid.run.Slots;

/** Says what this member sees of a job and of one of its lines, when somebody asks why it waits. */
final class Looking {
  private final Dispatcher dispatcher;
  private final Slots slots;
  private final LogIndex index;
  private final MemoryMark memory;
  private final Function<String, @Nullable String> hindrance;

  /**
   * @param hindrance why this member starts nothing of a job now; null if it does
   */
  Looking(
      Dispatcher dispatcher,
      Slots slots,
      LogIndex index,
      MemoryMark memory,
      Function<String, @Nullable String> hindrance) {
    this.dispatcher = dispatcher;
    this.slots = slots;
    this.index = index;
    this.memory = memory;
    this.hindrance = hindrance;
  }

  /**
   * @param line 0 = only the job is asked for
   */
  Look at(String job, long line) {
    List<Dispatcher.Stored> all = dispatcher.stored();
    List<Slots.Running> running = slots.current();
    List<Dispatcher.Stored> own =
        all.stream().filter(batch -> batch.key().job().equals(job)).toList();
    long now = System.nanoTime();
    List<Long> retries =
        own.stream().flatMap(stored -> retriesIn(stored.batch(), now).stream()).sorted().toList();
    return new Look(
        slots.count(),
        hindrance.apply(job),
        memory.credit(job) <= 0,
        loads(all, running),
        retries.size(),
        retries.isEmpty() ? 0 : millis(retries.get(0)),
        line == 0 ? null : nearest(own, job, line, false),
        line == 0 ? null : nearest(own, job, line, true),
        line == 0 ? Look.Line.UNKNOWN : line(own, running, job, line));
  }

  private static List<Long> retriesIn(@Nullable OpenBatch batch, long now) {
    return batch == null ? List.of() : batch.retriesIn(now);
  }

  private static long millis(long nanos) {
    return Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos));
  }

  private static List<Look.Load> loads(
      List<Dispatcher.Stored> stored, List<Slots.Running> running) {
    Map<String, Look.Load> loads = new HashMap<>();
    for (Dispatcher.Stored batch : stored) {
      add(loads, new Look.Load(batch.key().job(), batch.waiting(), 0));
    }
    running.forEach(task -> add(loads, new Look.Load(task.job(), 0, 1)));
    return List.copyOf(loads.values());
  }

  private static void add(Map<String, Look.Load> loads, Look.Load more) {
    loads.merge(more.job(), more, Look.Load::plus);
  }

  private Look.@Nullable Piece nearest(
      List<Dispatcher.Stored> own, String job, long line, boolean above) {
    JobLog log = index.peek(job);
    Look.Piece nearest = log == null ? null : log.nearest(line, above);
    for (Dispatcher.Stored stored : own) {
      long first = stored.key().first();
      if (above == first > line && (nearest == null || above == first < nearest.key().first())) {
        nearest = piece(stored);
      }
    }
    return nearest;
  }

  private static Look.Piece piece(Dispatcher.Stored stored) {
    if (stored.batch() == null) {
      return new Look.Piece(stored.key(), -1, -1);
    }
    Batch batch = stored.batch().batch();
    return new Look.Piece(stored.key(), batch.after(), batch.lines());
  }

  private static Look.Line line(
      List<Dispatcher.Stored> own, List<Slots.Running> running, String job, long line) {
    Look.Running now =
        running.stream()
            .filter(task -> task.job().equals(job) && task.task() == line)
            .findFirst()
            .map(task -> new Look.Running(task.attempt(), task.startedMicros()))
            .orElse(null);
    Dispatcher.@Nullable Stored holder = null;
    long ahead = 0;
    for (Dispatcher.Stored stored : own) {
      long first = stored.key().first();
      if (first <= line && (holder == null || first > holder.key().first())) {
        ahead += holder == null ? 0 : holder.waiting();
        holder = stored;
      } else if (first <= line) {
        ahead += stored.waiting();
      }
    }
    return line(holder, line, ahead, now);
  }

  private static Look.Line line(
      Dispatcher.@Nullable Stored holder, long line, long ahead, Look.@Nullable Running now) {
    if (holder == null) {
      return new Look.Line(Look.State.UNKNOWN, 0, 0, now);
    }
    int at = (int) Math.min(Integer.MAX_VALUE, line - holder.key().first());
    OpenBatch open = holder.batch();
    if (open == null) {
      return new Look.Line(Look.State.WAITING, 0, ahead + at, now);
    }
    if (at >= open.batch().lines()) {
      return new Look.Line(Look.State.UNKNOWN, 0, 0, now);
    }
    OpenBatch.Sight sight = open.sight(at, System.nanoTime());
    return new Look.Line(sight.state(), millis(sight.retryNanos()), ahead + sight.ahead(), now);
  }
}
