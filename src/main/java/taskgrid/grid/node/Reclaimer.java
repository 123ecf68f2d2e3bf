package taskgrid.grid.node;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.layout.Compacted;
import taskgrid.grid.layout.RecordCursor;
import taskgrid.grid.layout.Segment;
import taskgrid.grid.layout.Stub;
import taskgrid.grid.log.JobLog;
import taskgrid.grid.log.LogIndex;
import taskgrid.grid.run.JobContext;
import taskgrid.grid.run.Store;
import taskgrid.task.JobOptions;
import taskgrid.task.Stage;
import taskgrid.task.TaskState;

/**
 * Drops logs that may go: delivered ones when memory is short or their time is over, undelivered
 * ones after theirs. A log is dropped only whole and leaves a stub, so that its batch never runs
 * again and still counts.
 */
final class Reclaimer {
  private static final Logger LOG = LogManager.getLogger(Reclaimer.class);

  /** So many stubs of one route are made one. */
  private static final int MANY_STUBS = 16;

  private final LogIndex index;
  private final Store store;
  private final JobContexts jobs;
  private final Ownership ownership;
  private final Clock clock;

  Reclaimer(LogIndex index, Store store, JobContexts jobs, Ownership ownership, Clock clock) {
    this.index = index;
    this.store = store;
    this.jobs = jobs;
    this.ownership = ownership;
    this.clock = clock;
  }

  /**
   * Drops delivered logs worth so many bytes, if there are so many; those with failures last, for
   * they are what people find the failures in. Blocks.
   */
  void free(long bytes) {
    free(free(bytes, true), false);
  }

  /** Returns what is left to be freed. */
  private long free(long bytes, boolean keepFailures) {
    long left = bytes;
    Iterator<String> all = index.jobs().iterator();
    while (left > 0 && all.hasNext()) {
      left -= drop(all.next(), new Age(clock.millis(), Long.MIN_VALUE, keepFailures), left);
    }
    return left;
  }

  /** Drops what is older than its job's --keep and --keep-undelivered. Blocks. */
  void expire() {
    for (String job : index.jobs()) {
      JobContext context = jobs.known(job);
      JobOptions options = context == null ? JobOptions.DEFAULT : context.facts().options();
      Stage stage = options.stage();
      Age age = new Age(before(options.keep()), before(options.keepUndelivered()), stage != null);
      drop(job, age, Long.MAX_VALUE);
      if (stage != null && !stage.next().isEmpty()) {
        noteHandedOn(job);
      }
      if (stage != null && stage.driven()) {
        compact(job);
      }
    }
  }

  /** What was handed on by a member that owned it before: no batch is left to hand on. */
  private void noteHandedOn(String job) {
    JobLog log = index.peek(job);
    if (log == null) {
      return;
    }
    for (BatchKey key : log.unread()) {
      if (ownership.mayStart(ownership.partitionOf(key)) && store.load(key) == null) {
        index.handedOn(key);
      }
    }
  }

  /**
   * Nobody knows when a source ends that members drive: what is left of each batch must be less.
   */
  private void compact(String job) {
    JobLog log = index.peek(job);
    if (log == null) {
      return;
    }
    log.stubs(MANY_STUBS)
        .forEach(
            (route, stubs) -> {
              BatchKey key = LogIndex.compactedKey(job, route);
              if (ownership.mayStart(ownership.partitionOf(key))) {
                compact(key, stubs);
              }
            });
  }

  /** They are removed when they are known to be a part of what is written over nobody else's. */
  private void compact(BatchKey key, List<BatchKey> batches) {
    try {
      List<Stub> stubs = new ArrayList<>();
      for (BatchKey batch : batches) {
        byte[] bytes = store.loadSegment(batch, Store.STUB);
        if (bytes != null) {
          stubs.add(Stub.read(bytes));
        }
      }
      byte[] before = store.loadSegment(key, Store.COMPACTED);
      Compacted known = before == null ? Compacted.NONE : Compacted.read(before);
      byte[] now = known.with(stubs).bytes();
      if (store.replaceSegment(key, Store.COMPACTED, before, now)) {
        index.compacted(key, now);
        if (!ownership.mayStart(ownership.partitionOf(key))) {
          // It leaves, or has left, and its new owner may have read what was there before: the
          // stubs stay for that one.
          index.evict(evicted -> evicted.equals(key) && !ownership.owns(evicted));
          return;
        }
        batches.forEach(batch -> await(store.removeSegment(batch, Store.STUB)));
      }
    } catch (RuntimeException e) {
      LOG.debug("stubs beside {} stay for now: {}", key, e.toString());
    }
  }

  private long before(Duration age) {
    return clock.millis() - age.toMillis();
  }

  /**
   * Which logs may go, in milliseconds since 1970.
   *
   * @param deliveredBefore those that were delivered by then
   * @param writtenBefore those that nobody has read, and that were written by then
   * @param keepFailures whether one with a failure counts as not read
   */
  private record Age(long deliveredBefore, long writtenBefore, boolean keepFailures) {}

  private long drop(String job, Age age, long wanted) {
    JobLog log = index.peek(job);
    if (log == null) {
      return 0;
    }
    long freed = 0;
    for (JobLog.Droppable droppable :
        log.droppable(age.deliveredBefore, age.writtenBefore, wanted, age.keepFailures)) {
      if (ownership.mayStart(ownership.partitionOf(droppable.key())) && drop(droppable)) {
        freed += droppable.bytes();
      } else {
        log.kept(droppable.key());
      }
    }
    return freed;
  }

  /**
   * First the stub, then the segments: whoever sees a part of it sees a stub. From the last to the
   * first, so that what a crash leaves is found by whoever counts from 0.
   */
  private boolean drop(JobLog.Droppable droppable) {
    BatchKey key = droppable.key();
    try {
      Stub stub = stubOf(droppable);
      if (stub == null) {
        return false;
      }
      byte[] bytes = stub.bytes();
      await(store.rewriteSegment(key, Store.STUB, bytes));
      index.dropped(key, bytes);
      for (int n = droppable.segments() - 1; n >= 0; n--) {
        await(store.removeSegment(key, n));
      }
      return true;
    } catch (RuntimeException e) {
      LOG.debug("log of {} stays for now: {}", key, e.toString());
      return false;
    }
  }

  private static void await(CompletionStage<?> step) {
    step.toCompletableFuture().join();
  }

  private @Nullable Stub stubOf(JobLog.Droppable droppable) {
    @Nullable TaskState @Nullable [] states = null;
    Segment last = null;
    for (int n = 0; n < droppable.segments(); n++) {
      byte[] bytes = store.loadSegment(droppable.key(), n);
      if (bytes == null) {
        return null;
      }
      last = Segment.read(bytes);
      states = states == null ? new TaskState[last.lines()] : states;
      note(states, last.records());
    }
    return last == null || states == null
        ? null
        : Stub.of(last.header().extent(), states, clock.millis());
  }

  private static void note(@Nullable TaskState[] states, RecordCursor records) {
    while (records.next()) {
      if (states[records.line()] == null) {
        states[records.line()] =
            switch (records.kind()) {
              case VALUE -> TaskState.SUCCEEDED;
              case FAILED -> TaskState.FAILED;
              case CANCELLED -> TaskState.CANCELLED;
              case STARTED, FAILED_ATTEMPT -> null;
            };
      }
    }
  }
}
