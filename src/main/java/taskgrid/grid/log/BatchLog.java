package taskgrid.grid.log;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.layout.RecordCursor;
import taskgrid.grid.layout.RecordKind;
import taskgrid.grid.layout.Segment;
import taskgrid.grid.layout.Stub;

/** What is known of one batch's log. Guarded by the monitor of its {@link JobLog}. */
final class BatchLog {
  final BatchKey key;
  final long after;
  final int lines;
  final int tasks;

  /** Lines with a final record; null when the log is complete. */
  private @Nullable BitSet ended = new BitSet();

  /** The numbers of its arrivals in the job's row. */
  final List<Long> arrivals = new ArrayList<>();

  int segments;
  long bytes;
  long succeeded;
  long failed;
  long cancelled;
  boolean complete;
  boolean stub;

  /** When it was delivered, epoch milliseconds; 0 = not yet. */
  long delivered;

  /** When its last segment was written, epoch milliseconds. */
  long written;

  /** Whether it is being dropped now. */
  boolean dropping;

  BatchLog(BatchKey key, long after, int lines, int tasks) {
    this.key = key;
    this.after = after;
    this.lines = lines;
    this.tasks = tasks;
  }

  static BatchLog ofStub(BatchKey key, Stub stub) {
    BatchLog log =
        new BatchLog(key, stub.extent().after(), stub.extent().lines(), stub.extent().tasks());
    log.becomeStub(stub);
    return log;
  }

  void becomeStub(Stub from) {
    stub = true;
    complete = true;
    ended = null;
    bytes = 0;
    segments = 0;
    succeeded = from.succeeded();
    failed = from.failed();
    cancelled = from.cancelled();
  }

  /**
   * Takes in the next segment; counts each task's first final record. The log is complete when a
   * segment says so and the records say so too: when the two sides of a network split have both
   * written to a log, one that ended the log of its own side may stand behind segments of the
   * other.
   */
  void add(Segment segment, int size, Records records) {
    RecordCursor cursor = segment.records();
    BitSet lineEnds = ended;
    while (lineEnds != null && cursor.next()) {
      records.ranOn(cursor.runner());
      if (cursor.isFinal() && !lineEnds.get(cursor.line())) {
        lineEnds.set(cursor.line());
        count(cursor.kind());
        records.ended(key.first() + cursor.line(), cursor);
      }
    }
    segments = segment.n() + 1;
    bytes += size;
    if (segment.complete() && lineEnds != null && lineEnds.cardinality() == tasks) {
      complete = true;
      ended = null;
    }
  }

  /** What is told of records as they are read. */
  interface Records {
    void ranOn(String member);

    void ended(long task, RecordCursor record);
  }

  private void count(RecordKind kind) {
    switch (kind) {
      case VALUE -> succeeded++;
      case FAILED -> failed++;
      case CANCELLED -> cancelled++;
      default -> throw new IllegalStateException(key + ": a final record of kind " + kind);
    }
  }
}
