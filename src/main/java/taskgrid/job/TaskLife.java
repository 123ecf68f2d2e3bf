package taskgrid.job;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.layout.RecordCursor;
import taskgrid.grid.layout.RecordKind;
import taskgrid.grid.layout.Segment;
import taskgrid.task.FailureKind;
import taskgrid.task.TaskState;
import taskgrid.task.TaskStatus.Attempt;

/**
 * What the log of a batch tells of one of its lines.
 *
 * @param end how it ended; null if it has not
 * @param reason of a cancellation; else null
 */
record TaskLife(List<Attempt> attempts, @Nullable TaskState end, @Nullable String reason) {

  static TaskLife read(List<Segment> log, int line) {
    List<Attempt> attempts = new ArrayList<>();
    for (Segment segment : log) {
      RecordCursor record = segment.records();
      while (record.next()) {
        if (record.line() != line || record.kind() == RecordKind.STARTED) {
          continue;
        }
        // A failed attempt may have been delivered twice.
        if (record.attempt() > 0 && !record.runner().isEmpty() && !known(attempts, record)) {
          attempts.add(attempt(record));
        }
        if (record.isFinal()) {
          TaskState end = stateOf(record.kind());
          return new TaskLife(attempts, end, end == TaskState.CANCELLED ? record.message() : null);
        }
      }
    }
    return new TaskLife(attempts, null, null);
  }

  private static boolean known(List<Attempt> attempts, RecordCursor record) {
    return attempts.stream().anyMatch(attempt -> attempt.number() == record.attempt());
  }

  private static Attempt attempt(RecordCursor record) {
    TaskState outcome = stateOf(record.kind());
    FailureKind kind = outcome == TaskState.FAILED ? record.failureKind() : null;
    return new Attempt(
        record.attempt(),
        record.runner(),
        record.startedMicros() == 0 ? null : instant(record.startedMicros()),
        record.nanos(),
        outcome,
        kind,
        outcome == TaskState.SUCCEEDED ? null : record.message());
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static TaskState stateOf(RecordKind kind) {
    return switch (kind) {
      case VALUE -> TaskState.SUCCEEDED;
      case FAILED, FAILED_ATTEMPT -> TaskState.FAILED;
      case CANCELLED -> TaskState.CANCELLED;
      case STARTED -> throw new IllegalArgumentException("a mark is no attempt");
    };
  }
}
