package taskgrid.job;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.Grid;
import taskgrid.grid.layout.Batch;
import taskgrid.grid.layout.Segment;
import taskgrid.grid.layout.Stub;
import taskgrid.task.GridException;

/**
 * All that the grid keeps of a batch: its lines, its log, or the stub that is left of both.
 *
 * @param lines null if they are gone with the log
 * @param log segments in their order
 * @param stub null unless the log was dropped
 */
record BatchStory(@Nullable Batch lines, List<Segment> log, @Nullable Stub stub) {
  private static final int STUB = -1;

  /** Reads it; null if there is nothing of it, or it is just moving. */
  static @Nullable BatchStory read(Grid grid, BatchKey key) throws GridException {
    String what = "read the batch of line " + key.first() + " of job " + key.job();
    // The lines before the log: with its last segment a log carries them, and then they leave.
    byte[] stored = Answers.insist(() -> grid.batch(key), what);
    List<Segment> log = new ArrayList<>();
    byte[] lines = stored;
    while (true) {
      int n = log.size();
      byte[] bytes = Answers.insist(() -> grid.segment(key, n), what);
      if (bytes == null) {
        break;
      }
      Segment segment = Segment.read(bytes);
      log.add(segment);
      lines = segment.hasBatch() ? segment.batch() : lines;
    }
    byte[] stub = lines == null ? Answers.insist(() -> grid.segment(key, STUB), what) : null;
    if (lines == null && stub == null) {
      return null;
    }
    return new BatchStory(
        lines == null ? null : Batch.read(lines), log, stub == null ? null : Stub.read(stub));
  }

  /** How many lines it has. */
  int count() {
    return lines != null ? lines.lines() : stub != null ? stub.extent().lines() : 0;
  }

  /** The last line before its reach. */
  long after() {
    return lines != null ? lines.after() : stub != null ? stub.extent().after() : 0;
  }

  boolean isTask(int line) {
    return lines != null ? lines.isTask(line) : stub != null && stub.stateOf(line) != null;
  }
}
