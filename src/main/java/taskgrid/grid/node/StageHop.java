package taskgrid.grid.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.layout.Batch;
import taskgrid.grid.layout.BatchBuilder;
import taskgrid.grid.layout.Extent;
import taskgrid.grid.layout.RecordCursor;
import taskgrid.grid.layout.RecordKind;
import taskgrid.grid.layout.Segment;
import taskgrid.grid.log.LogIndex;
import taskgrid.grid.run.JobContext;
import taskgrid.grid.run.Store;
import taskgrid.grid.wire.GridMaps;
import taskgrid.task.Condition;
import taskgrid.task.JobOptions;
import taskgrid.task.Stage;

/**
 * Takes batches that have ended from the work left. Of a stage, the values become the lines of the
 * next one first: a batch under the same numbers and the same route, so that it is stored where the
 * values are. It is made of the log, in which the first record of a task counts; so whoever makes
 * it once more, because a member crashed on the way, makes the same.
 */
final class StageHop {
  private static final Logger LOG = LogManager.getLogger(StageHop.class);
  private static final byte[] NO_LINE = {};

  private final GridMaps maps;
  private final Store store;
  private final JobContexts jobs;
  private final LogIndex index;
  private final Executor blocking;

  /** Batches that are being handed on. */
  private final Set<BatchKey> underWay = ConcurrentHashMap.newKeySet();

  StageHop(GridMaps maps, Store store, JobContexts jobs, LogIndex index, Executor blocking) {
    this.maps = maps;
    this.store = store;
    this.jobs = jobs;
    this.index = index;
    this.blocking = blocking;
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
      try {
        blocking.execute(() -> handOn(key));
      } catch (RejectedExecutionException e) {
        // The member leaves; whoever owns the batch next finds it.
        underWay.remove(key);
      }
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
      if (stage != null && !job.facts().forgotten()) {
        for (String next : stage.next()) {
          handOn(key, next);
        }
      }
      store.remove(key);
    } catch (RuntimeException e) {
      // The edge of a thread; the sweep comes again.
      LOG.debug("{} is not handed on yet: {}", key, e.toString());
    } finally {
      underWay.remove(key);
    }
  }

  private void handOn(BatchKey key, String next) {
    JobContext job = jobs.of(next);
    if (job == null) {
      throw new IllegalStateException("nothing is known of job " + next);
    }
    Values values = values(key);
    if (values == null) {
      // Dropped, and so handed on long ago: a log is dropped when it was read, or is old.
      return;
    }
    BatchKey following = new BatchKey(next, 0, key.first(), key.route());
    maps.tasks().set(following, values.batch(job.facts().options()));
    // A log with a failure is what people find the failure in.
    if (!values.failed) {
      index.handedOn(key);
    }
  }

  /** What a log has of each line; null if there is none any more. */
  private @Nullable Values values(BatchKey key) {
    Values values = null;
    for (int n = 0; ; n++) {
      byte[] bytes = store.loadSegment(key, n);
      if (bytes == null) {
        if (values != null && !values.complete) {
          // It is on its way here: a line that is missing now would be missing for ever.
          throw new IllegalStateException("the log is not complete");
        }
        return values;
      }
      Segment segment = Segment.read(bytes);
      values = values == null ? new Values(segment.header().extent()) : values;
      values.complete |= segment.complete();
      values.read(segment.records());
    }
  }

  /** The first record of each line. */
  private static final class Values {
    private final Extent extent;
    private final List<byte @Nullable []> values;
    private final boolean[] ended;
    private boolean failed;
    private boolean complete;

    Values(Extent extent) {
      this.extent = extent;
      this.values = new ArrayList<>(Collections.nCopies(extent.lines(), null));
      this.ended = new boolean[extent.lines()];
    }

    void read(RecordCursor records) {
      while (records.next()) {
        int line = records.line();
        if (records.isFinal() && !ended[line]) {
          ended[line] = true;
          if (records.kind() == RecordKind.VALUE) {
            values.set(line, records.value());
          } else {
            failed = true;
          }
        }
      }
    }

    /** A line that has no value, or one that is not wanted, is none of the next stage's tasks. */
    byte[] batch(JobOptions next) {
      int maxLine = next.maxLine();
      Condition when = next.stage() == null ? null : next.stage().when();
      BatchBuilder batch = new BatchBuilder(extent.after(), extent.first());
      for (byte[] value : values) {
        if (value == null || (when != null && !when.test(new String(value, UTF_8)))) {
          batch.add(NO_LINE, 0, 0, false);
        } else if (value.length > maxLine) {
          byte[] prefix = Arrays.copyOf(value, Math.min(value.length, Batch.KEPT_PREFIX));
          batch.addOversize(prefix, value.length);
        } else {
          batch.add(value, 0, value.length, true);
        }
      }
      return batch.build();
    }
  }
}
