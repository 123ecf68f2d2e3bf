package taskgrid.grid.node;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import taskgrid.grid.BatchKey;
import taskgrid.grid.log.LogIndex;
import taskgrid.grid.run.CancelWaiting;
import taskgrid.grid.run.Dispatcher;
import taskgrid.grid.run.JobContext;
import taskgrid.grid.run.OpenBatch;
import taskgrid.grid.run.Slots;
import taskgrid.grid.run.Store;
import taskgrid.grid.wire.FactKey;
import taskgrid.grid.wire.Facts;
import taskgrid.grid.wire.GridMaps;

/**
 * Reads the facts of jobs again and again and does what they say: tasks of cancelled jobs end as
 * cancelled, forgotten jobs are deleted with all that this member owns of them.
 */
final class JobWatch {
  /**
   * So long a forgotten job's mark stays, so that late batches and results of it are recognized.
   */
  private static final long FORGOTTEN_STAYS_MILLIS = 600_000;

  private final JobContexts jobs;
  private final Dispatcher dispatcher;
  private final Slots slots;
  private final CancelWaiting cancelling;
  private final LogIndex index;
  private final Ground ground;

  /** What runs tasks. */
  record Running(Dispatcher dispatcher, Slots slots, CancelWaiting cancelling) {}

  /** Where the data is. */
  record Ground(GridMaps maps, Store store, Ownership ownership, Clock clock) {}

  JobWatch(JobContexts jobs, Running running, LogIndex index, Ground ground) {
    this.jobs = jobs;
    this.dispatcher = running.dispatcher();
    this.slots = running.slots();
    this.cancelling = running.cancelling();
    this.index = index;
    this.ground = ground;
  }

  /**
   * Looks at the jobs with stored batches, and at those of which this member runs what another one
   * gave it; called every second. Blocks.
   */
  void watchRunning() {
    Set<String> running = slots.jobs();
    running.addAll(dispatcher.jobsWithBatches());
    running.forEach(this::watch);
    if (dispatcher.unpark()) {
      slots.callForHelp();
    }
  }

  /** Looks at the jobs that only have logs. Blocks. */
  void watchEnded() {
    Set<String> running = new HashSet<>(dispatcher.jobsWithBatches());
    index.jobs().stream().filter(job -> !running.contains(job)).forEach(this::watch);
  }

  private void watch(String job) {
    JobContext context = jobs.refresh(job);
    if (context == null) {
      return;
    }
    if (context.facts().forgotten()) {
      forget(job);
    } else {
      cancelling.run(context);
    }
  }

  /** Drops all that this member has of a job. Blocks. */
  void forget(String job) {
    for (OpenBatch batch : dispatcher.evict(key -> key.job().equals(job))) {
      // Results that are still being written belong to nobody any more.
      batch.close().forEach(part -> part.acknowledgement().settled(true));
    }
    List<BatchKey> logs = new ArrayList<>(index.keysOf(job));
    for (BatchKey key : ground.maps.tasks().localKeySet()) {
      if (key.job().equals(job)) {
        ground.store.remove(key);
      }
    }
    List<BatchKey> compacted = index.compactedOf(job);
    index.forget(job);
    logs.forEach(this::removeLog);
    compacted.forEach(key -> ground.store.removeSegment(key, Store.COMPACTED));
    jobs.forget(job);
  }

  private void removeLog(BatchKey key) {
    ground.store.removeSegment(key, Store.STUB);
    for (int n = 0; ground.store.loadSegment(key, n) != null; n++) {
      ground.store.removeSegment(key, n).toCompletableFuture().join();
    }
  }

  /** Deletes the facts of jobs that were forgotten long ago. Blocks. */
  void sweepFacts() {
    long before = ground.clock.millis() - FORGOTTEN_STAYS_MILLIS;
    for (FactKey key : ground.maps.jobs().localKeySet()) {
      if (key.kind() == FactKey.Kind.FORGOTTEN) {
        byte[] fact = ground.maps.jobs().get(key);
        if (fact != null && Facts.forgottenAt(fact) < before) {
          deleteFacts(key.job());
        }
      }
    }
  }

  /** The mark last: whoever sees a part of it sees a forgotten job. */
  private void deleteFacts(String job) {
    for (FactKey key : ground.maps.jobs().localKeySet()) {
      if (key.job().equals(job) && key.kind() != FactKey.Kind.FORGOTTEN) {
        ground.maps.jobs().delete(key);
      }
    }
    ground.maps.jobs().delete(new FactKey(job, FactKey.Kind.FORGOTTEN));
  }
}
