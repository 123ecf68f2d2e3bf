package taskgrid.grid.log;

import taskgrid.grid.BatchKey;
import taskgrid.grid.layout.Extent;
import taskgrid.grid.layout.RecordWriter;
import taskgrid.grid.layout.SegmentBuilder;
import taskgrid.grid.layout.Stub;
import taskgrid.task.FailureKind;
import taskgrid.task.TaskState;

/** Segments of logs in the few words that tests need: a batch is lines first to first + lines. */
final class Logs {
  private Logs() {}

  static BatchKey key(long first) {
    return new BatchKey("job", 0, first, 7);
  }

  private static Extent extent(long first, int lines) {
    return new Extent(first - 1, first, lines, lines);
  }

  /** The n-th segment: values of these lines, which count from 0. */
  static byte[] values(long first, int lines, int n, boolean complete, int... done) {
    return segment(first, lines, n, complete, "m1", done);
  }

  static byte[] segment(
      long first, int lines, int n, boolean complete, String runner, int... done) {
    RecordWriter records = new RecordWriter(0);
    for (int line : done) {
      records.value(line, 1, 1_000, 1_000, new byte[10], 0, 10);
    }
    return build(first, lines, n, complete, records.toChunk(runner));
  }

  static byte[] failures(long first, int lines, int n, boolean complete, int... failed) {
    RecordWriter records = new RecordWriter(0);
    for (int line : failed) {
      records.failed(line, 1, 1_000, 1_000, FailureKind.ERROR, "reason " + (first + line));
    }
    return build(first, lines, n, complete, records.toChunk("m1"));
  }

  static byte[] cancelled(long first, int lines, int n, boolean complete, int... cancelled) {
    RecordWriter records = new RecordWriter(0);
    for (int line : cancelled) {
      records.cancelled(line, 0, "enough");
    }
    return build(first, lines, n, complete, records.toChunk(""));
  }

  private static byte[] build(long first, int lines, int n, boolean complete, byte[] chunk) {
    SegmentBuilder builder = new SegmentBuilder(extent(first, lines), n);
    builder.add(chunk);
    return builder.build(complete, null);
  }

  /** A stub of lines that all succeeded. */
  static byte[] stub(long first, int lines) {
    TaskState[] states = new TaskState[lines];
    java.util.Arrays.fill(states, TaskState.SUCCEEDED);
    return Stub.of(extent(first, lines), states, 5).bytes();
  }
}
