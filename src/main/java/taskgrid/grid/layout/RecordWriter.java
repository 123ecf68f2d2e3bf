package taskgrid.grid.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import taskgrid.task.FailureKind;

/**
 * Collects what one slot has to say of the tasks that it claimed, and makes a chunk of it; one
 * thread at a time. Lines are counted from 0 within the batch, attempts from 1; starts are
 * microseconds since 1970.
 */
public final class RecordWriter {
  /** Longer messages are cut to about so many bytes. */
  public static final int MAX_MESSAGE = 16 << 10;

  static final int KIND_BITS = 3;
  static final int KIND_MASK = (1 << KIND_BITS) - 1;

  /** Set in the head of a record whose attempt is 1 and not written. */
  static final int FIRST_ATTEMPT = 1 << KIND_BITS;

  static final int KNOWN_HEAD = KIND_MASK | FIRST_ATTEMPT;

  private static final byte[] ELLIPSIS = "…".getBytes(UTF_8);

  private final ByteWriter out = new ByteWriter(256);
  private long baseMillis;
  private int records;

  /**
   * @param baseMillis milliseconds since 1970; starts near it take few bytes
   */
  public RecordWriter(long baseMillis) {
    reset(baseMillis);
  }

  /** Forgets the records and begins another chunk in the same buffer. */
  public void reset(long newBaseMillis) {
    baseMillis = newBaseMillis;
    records = 0;
    out.reset();
  }

  /** The task succeeded. */
  public void value(
      int line, int attempt, long startMicros, long nanos, byte[] value, int offset, int length) {
    head(RecordKind.VALUE, line, attempt);
    times(startMicros, nanos);
    out.bytes(value, offset, length);
  }

  /** The task failed for good. */
  public void failed(
      int line, int attempt, long startMicros, long nanos, FailureKind kind, String message) {
    failure(RecordKind.FAILED, line, attempt, startMicros, nanos, kind, message);
  }

  /** The attempt failed and the task will be tried again. */
  public void failedAttempt(
      int line, int attempt, long startMicros, long nanos, FailureKind kind, String message) {
    failure(RecordKind.FAILED_ATTEMPT, line, attempt, startMicros, nanos, kind, message);
  }

  /** A suspect is about to run. */
  public void started(int line, int attempt, long startMicros) {
    head(RecordKind.STARTED, line, attempt);
    out.zigzag(startMicros - baseMillis * 1000);
  }

  /**
   * The task was cancelled.
   *
   * @param attempt the last one that began; 0 if none did
   */
  public void cancelled(int line, int attempt, String reason) {
    head(RecordKind.CANCELLED, line, attempt);
    text(reason);
  }

  /** Says again what a cursor stands at; the runner is this chunk's. */
  public void copy(RecordCursor record) {
    RecordKind kind = record.kind();
    head(kind, record.line(), record.attempt());
    if (kind.carriesDuration()) {
      times(record.startedMicros(), record.nanos());
    } else if (kind == RecordKind.STARTED) {
      out.zigzag(record.startedMicros() - baseMillis * 1000);
    }
    if (kind.carriesFailure()) {
      out.u8(record.failureKind().ordinal());
    }
    if (kind.carriesPayload()) {
      out.bytes(record.bytes(), record.valueOffset(), record.valueLength());
    }
  }

  /** Bytes of the records so far. */
  public int size() {
    return out.size();
  }

  public int records() {
    return records;
  }

  public boolean isEmpty() {
    return records == 0;
  }

  /**
   * The records so far as a chunk; the writer keeps them until {@link #reset}.
   *
   * @param runner the address of the member that ran the tasks
   */
  public byte[] toChunk(String runner) {
    ByteWriter head = new ByteWriter(3 * runner.length() + 32);
    head.u8(Seal.VERSION).string(runner).zigzag(baseMillis).varint(records).varint(out.size());
    return Seal.close(Seal.begin(head, out.size()).raw(out.buffer(), 0, out.size()));
  }

  private void failure(
      RecordKind record,
      int line,
      int attempt,
      long startMicros,
      long nanos,
      FailureKind kind,
      String message) {
    head(record, line, attempt);
    times(startMicros, nanos);
    out.u8(kind.ordinal());
    text(message);
  }

  private void head(RecordKind kind, int line, int attempt) {
    if (line < 0 || line >= Batch.MAX_LINES || attempt < 0) {
      throw new IllegalArgumentException("line " + line + ", attempt " + attempt);
    }
    records++;
    if (attempt == 1) {
      out.u8(kind.ordinal() | FIRST_ATTEMPT).varint(line);
    } else {
      out.u8(kind.ordinal()).varint(line).varint(attempt);
    }
  }

  private void times(long startMicros, long nanos) {
    // A negative duration is a clock that went astray; it must not cost the task its result.
    out.zigzag(startMicros - baseMillis * 1000).varint(Math.max(0, nanos));
  }

  private void text(String message) {
    byte[] utf8 = message.getBytes(UTF_8);
    if (utf8.length <= MAX_MESSAGE) {
      out.bytes(utf8);
      return;
    }
    int end = MAX_MESSAGE;
    while ((utf8[end] & 0xC0) == 0x80) {
      end--;
    }
    byte[] cut = Arrays.copyOf(utf8, end + ELLIPSIS.length);
    System.arraycopy(ELLIPSIS, 0, cut, end, ELLIPSIS.length);
    out.bytes(cut);
  }
}
