package taskgrid.grid.node;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.layout.Batch;
import taskgrid.grid.layout.Segment;
import taskgrid.grid.log.LogIndex;
import taskgrid.grid.run.JobContext;
import taskgrid.grid.run.Store;
import taskgrid.grid.wire.GridMaps;
import taskgrid.task.JobOptions;
import taskgrid.task.Stage;

/**
 * Takes batches that have ended from the work left. Of a stage, the values become the lines of the
 * stages that read it first: batches under the same route, so that they are stored where the values
 * are. They are made of the log, in which the first record of a task counts; so whoever makes them
 * once more, because a member crashed on the way, makes the same.
 */
final class StageHop {
  private static final Logger LOG = LogManager.getLogger(StageHop.class);

  /** Batches of flat stages that are handed on at the same time. */
  private static final int MOST_FLAT = 2;

  private final GridMaps maps;
  private final Store store;
  private final JobContexts jobs;
  private final LogIndex index;
  private final Executor blocking;

  /** What a batch of a flat stage becomes may be a thousand times as much as the batch. */
  private final Executor flat;

  /** Batches that are being handed on. */
  private final Set<BatchKey> underWay = ConcurrentHashMap.newKeySet();

  StageHop(GridMaps maps, Store store, JobContexts jobs, LogIndex index, Executor blocking) {
    this.maps = maps;
    this.store = store;
    this.jobs = jobs;
    this.index = index;
    this.blocking = blocking;
    this.flat = new FewAtOnce(blocking, MOST_FLAT);
  }

  /**
   * A batch has ended: its log is complete. Does not block. What fails is tried again by the sweep,
   * for the batch stays in the store until it is done.
   */
  void ended(BatchKey key) {
    JobContext known = jobs.known(key.job());
    if (known != null && !leadsOn(known.facts().options())) {
      store.remove(key);
    } else if (underWay.add(key)) {
      run(blocking, key, () -> begin(key));
    }
  }

  private void run(Executor threads, BatchKey key, Runnable work) {
    try {
      threads.execute(work);
    } catch (RejectedExecutionException e) {
      // The member leaves; whoever owns the batch next finds it.
      underWay.remove(key);
    }
  }

  private void begin(BatchKey key) {
    Stage stage = stage(key);
    if (stage != null && stage.flat()) {
      run(flat, key, () -> handOn(key));
    } else {
      handOn(key);
    }
  }

  /** Null if it is none, or nobody knows. */
  private @Nullable Stage stage(BatchKey key) {
    try {
      JobContext job = jobs.of(key.job());
      return job == null ? null : job.facts().options().stage();
    } catch (RuntimeException e) {
      // The edge of a thread; who tries to hand it on says more.
      return null;
    }
  }

  private static boolean leadsOn(JobOptions options) {
    Stage stage = options.stage();
    return stage != null && !stage.next().isEmpty();
  }

  private void handOn(BatchKey key) {
    try {
      JobContext job = jobs.of(key.job());
      if (job == null) {
        return;
      }
      Stage stage = job.facts().options().stage();
      if (stage != null && !stage.next().isEmpty() && !job.facts().forgotten()) {
        handOn(key, stage);
      }
      store.remove(key);
    } catch (RuntimeException e) {
      // The edge of a thread; the sweep comes again.
      LOG.debug("{} is not handed on yet: {}", key, e.toString());
    } finally {
      underWay.remove(key);
    }
  }

  private void handOn(BatchKey key, Stage stage) {
    StageValues values = values(key);
    if (values == null) {
      // Dropped, and so handed on long ago: a log is dropped when it was read, or is old.
      return;
    }
    for (String next : stage.next()) {
      JobContext job = jobs.of(next);
      if (job == null) {
        throw new IllegalStateException("nothing is known of job " + next);
      }
      JobOptions options = job.facts().options();
      if (stage.flat()) {
        values.flat(options, batch -> store(next, key.route(), batch));
      } else {
        store(next, key.route(), values.batch(options));
      }
    }
    index.handedOn(key);
  }

  private void store(String job, int route, byte[] batch) {
    maps.tasks().set(new BatchKey(job, 0, Batch.peek(batch).first(), route), batch);
  }

  /** What a log has of each line; null if there is none any more. */
  private @Nullable StageValues values(BatchKey key) {
    StageValues values = null;
    boolean complete = false;
    for (int n = 0; ; n++) {
      byte[] bytes = store.loadSegment(key, n);
      if (bytes == null) {
        if (values != null && !complete) {
          // It is on its way here: a line that is missing now would be missing for ever.
          throw new IllegalStateException("the log is not complete");
        }
        return values;
      }
      Segment segment = Segment.read(bytes);
      values = values == null ? new StageValues(segment.header().extent()) : values;
      complete |= segment.complete();
      values.read(segment.records());
    }
  }
}
