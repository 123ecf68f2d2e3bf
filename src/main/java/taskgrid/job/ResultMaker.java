package taskgrid.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.layout.Batch;
import taskgrid.grid.layout.RecordCursor;
import taskgrid.grid.layout.RecordKind;
import taskgrid.task.TaskResult;
import taskgrid.task.TaskState;

/** Makes a result of the record that ended a task. */
final class ResultMaker {
  private static final int MICROS = 1_000_000;

  private final LineMeaning meaning;
  private final boolean withInput;

  ResultMaker(LineMeaning meaning, boolean withInput) {
    this.meaning = meaning;
    this.withInput = withInput;
  }

  /** Whether lines must be known before results can be made. */
  boolean needsLines() {
    return withInput;
  }

  TaskResult make(RecordCursor record, OpenBatch open) {
    RecordKind kind = record.kind();
    boolean succeeded = kind == RecordKind.VALUE;
    boolean failed = kind == RecordKind.FAILED;
    boolean ran = record.attempt() > 0;
    byte[] input = input(record.line(), open);
    return new TaskResult(
        open.key.first() + record.line(),
        succeeded ? TaskState.SUCCEEDED : failed ? TaskState.FAILED : TaskState.CANCELLED,
        succeeded ? record.value() : null,
        succeeded ? null : record.message(),
        failed ? record.failureKind() : null,
        meaning.functionOf(input),
        input,
        ran ? record.runner() : null,
        record.attempt(),
        started(record.startedMicros()),
        record.nanos());
  }

  private byte @Nullable [] input(int line, OpenBatch open) {
    Batch lines = withInput ? open.lines() : null;
    return lines == null ? null : lines.line(line);
  }

  private static @Nullable Instant started(long micros) {
    return micros == 0
        ? null
        : Instant.ofEpochSecond(
            Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000L);
  }
}
