package taskgrid.grid.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import taskgrid.task.FailureKind;

/** Writes random records and remembers them. */
final class RandomRecords {
  /** A record as a value. */
  record Record(
      RecordKind kind,
      int line,
      int attempt,
      long startedMicros,
      long nanos,
      FailureKind failure,
      byte[] payload,
      String runner) {

    void assertAt(RecordCursor cursor) {
      assertThat(cursor.kind()).isEqualTo(kind);
      assertThat(cursor.isFinal()).isEqualTo(kind.isFinal());
      assertThat(cursor.line()).isEqualTo(line);
      assertThat(cursor.attempt()).isEqualTo(attempt);
      assertThat(cursor.startedMicros()).isEqualTo(startedMicros);
      assertThat(cursor.nanos()).isEqualTo(nanos);
      assertThat(cursor.runner()).isEqualTo(runner);
      if (failure != null) {
        assertThat(cursor.failureKind()).isEqualTo(failure);
      }
      assertThat(cursor.value()).isEqualTo(payload);
      if (kind.carriesFailure() || kind == RecordKind.CANCELLED) {
        assertThat(cursor.message().getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .isEqualTo(payload);
      }
    }
  }

  private final Random random;
  private final int lines;
  private final List<Record> written = new ArrayList<>();

  RandomRecords(Random random, int lines) {
    this.random = random;
    this.lines = lines;
  }

  List<Record> written() {
    return written;
  }

  /** A chunk of up to so many records whose values have up to so many bytes. */
  byte[] chunk(int most, int longest) {
    String runner = "10.0.0." + random.nextInt(3) + ":5701";
    long base = RandomCases.magnitude(random, 42);
    RecordWriter writer = new RecordWriter(base);
    int count = random.nextInt(most + 1);
    for (int i = 0; i < count; i++) {
      written.add(write(writer, base, runner, longest));
    }
    assertThat(writer.records()).isEqualTo(count);
    assertThat(writer.isEmpty()).isEqualTo(count == 0);
    return writer.toChunk(runner);
  }

  private Record write(RecordWriter writer, long base, String runner, int longest) {
    RecordKind kind = RecordKind.values()[random.nextInt(RecordKind.values().length)];
    int line = random.nextInt(lines);
    int attempt = random.nextBoolean() ? 1 : random.nextInt(1000);
    long start = base * 1000 + RandomCases.magnitude(random, 40) * (random.nextBoolean() ? 1 : -1);
    long nanos = RandomCases.magnitude(random, 60);
    FailureKind failure = FailureKind.values()[random.nextInt(FailureKind.values().length)];
    byte[] value = RandomCases.bytes(random, longest);
    String text = "é".repeat(random.nextInt(50)) + random.nextInt();
    byte[] message = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    switch (kind) {
      case VALUE -> writer.value(line, attempt, start, nanos, value, 0, value.length);
      case FAILED -> writer.failed(line, attempt, start, nanos, failure, text);
      case FAILED_ATTEMPT -> writer.failedAttempt(line, attempt, start, nanos, failure, text);
      case STARTED -> writer.started(line, attempt, start);
      case CANCELLED -> writer.cancelled(line, attempt, text);
    }
    return new Record(
        kind,
        line,
        attempt,
        kind == RecordKind.CANCELLED ? 0 : start,
        kind.carriesDuration() ? nanos : 0,
        kind.carriesFailure() ? failure : null,
        kind == RecordKind.VALUE ? value : kind == RecordKind.STARTED ? new byte[0] : message,
        runner);
  }

  void assertReadFrom(RecordCursor cursor) {
    for (Record record : written) {
      assertThat(cursor.next()).isTrue();
      record.assertAt(cursor);
    }
    assertThat(cursor.next()).isFalse();
    assertThat(cursor.next()).isFalse();
  }
}
