package taskgrid.grid.log;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.layout.RecordCursor;
import taskgrid.grid.layout.RecordKind;
import taskgrid.task.TaskResult;
import taskgrid.task.TaskState;

/** Turns final records into results, without their input. */
final class Results {
  private Results() {}

  private static TaskState stateOf(RecordKind kind) {
    return switch (kind) {
      case VALUE -> TaskState.SUCCEEDED;
      case FAILED -> TaskState.FAILED;
      case CANCELLED -> TaskState.CANCELLED;
      case STARTED, FAILED_ATTEMPT ->
          throw new IllegalArgumentException(kind + " does not end a task");
    };
  }

  static TaskResult of(long task, RecordCursor record) {
    TaskState state = stateOf(record.kind());
    @Nullable String runner = record.runner().isEmpty() ? null : record.runner();
    Instant started =
        runner == null ? null : Instant.EPOCH.plus(record.startedMicros(), ChronoUnit.MICROS);
    return new TaskResult(
        task,
        state,
        state == TaskState.SUCCEEDED ? record.value() : null,
        state == TaskState.SUCCEEDED ? null : record.message(),
        state == TaskState.FAILED ? record.failureKind() : null,
        null,
        null,
        runner,
        record.attempt(),
        started,
        record.nanos());
  }
}
