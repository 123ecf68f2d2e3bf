package taskgrid.grid.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import taskgrid.task.FailureKind;

/**
 * Stands at one record after the other, and makes no garbage on the way; one thread at a time. What
 * it answers is about the record that {@link #next} went to last.
 */
public final class RecordCursor {
  private static final FailureKind[] FAILURE_KINDS = FailureKind.values();

  private final byte[] bytes;

  /** Its limit is the end of the chunk that it is in; at first of none. */
  private final ByteReader in;

  /** The end of all chunks. */
  private final int end;

  private final String[] runners;

  /** Whether each chunk begins with the number of its runner: in a segment, but not alone. */
  private final boolean numbered;

  /** Lines from this on are refused. */
  private final int lines;

  private String runner = "";
  private long baseMicros;
  private int left;

  private @Nullable RecordKind kind;
  private int line;
  private int attempt;
  private long startedMicros;
  private long nanos;
  private int failureKind;
  private int valueOffset;
  private int valueLength;

  private RecordCursor(ByteReader in, int end, String[] runners, boolean numbered, int lines) {
    this.bytes = in.array();
    this.in = in;
    this.end = end;
    this.runners = runners;
    this.numbered = numbered;
    this.lines = lines;
  }

  static RecordCursor ofChunk(byte[] bytes, int from, int to, String runner, int lines) {
    ByteReader in = new ByteReader(bytes, from, from, "chunk");
    return new RecordCursor(in, to, new String[] {runner}, false, lines);
  }

  static RecordCursor ofSegment(byte[] bytes, int from, int to, String[] runners, int lines) {
    ByteReader in = new ByteReader(bytes, from, from, "segment");
    return new RecordCursor(in, to, runners, true, lines);
  }

  /**
   * Goes to the next record; false if there is none.
   *
   * @throws LayoutException if what comes next is no record
   */
  public boolean next() {
    while (left == 0) {
      in.end();
      if (in.position() == end) {
        kind = null;
        return false;
      }
      enterChunk();
    }
    left--;
    readRecord();
    return true;
  }

  private void enterChunk() {
    in.move(in.position(), end);
    runner = runners[numbered ? in.varint(0, runners.length - 1) : 0];
    baseMicros = in.zigzag() * 1000;
    left = in.varint(0, in.remaining());
    int from = in.skipBytes();
    in.move(from, in.position());
  }

  private void readRecord() {
    int head = in.u8();
    if ((head & ~RecordWriter.KNOWN_HEAD) != 0) {
      throw in.refuse("no record begins with " + head);
    }
    RecordKind read = RecordKind.of(head & RecordWriter.KIND_MASK, in);
    line = in.varint(0, lines - 1);
    attempt = (head & RecordWriter.FIRST_ATTEMPT) != 0 ? 1 : in.varint(0, Integer.MAX_VALUE);
    startedMicros = read == RecordKind.CANCELLED ? 0 : baseMicros + in.zigzag();
    nanos = read.carriesDuration() ? in.varint() : 0;
    failureKind = read.carriesFailure() ? in.varint(0, FAILURE_KINDS.length - 1) : -1;
    valueOffset = read.carriesPayload() ? in.skipBytes() : in.position();
    valueLength = in.position() - valueOffset;
    kind = read;
  }

  public RecordKind kind() {
    if (kind == null) {
      throw new IllegalStateException("the cursor stands at no record");
    }
    return kind;
  }

  /** Whether the record ends its task. */
  public boolean isFinal() {
    return kind().isFinal();
  }

  /** The task's line, counted from 0 within the batch. */
  public int line() {
    return line;
  }

  /** The number of the attempt, from 1; 0 if the task was cancelled before it ran. */
  public int attempt() {
    return attempt;
  }

  /** When the attempt began, in microseconds since 1970; 0 if cancelled. */
  public long startedMicros() {
    return startedMicros;
  }

  /** How long the attempt took; 0 if it was only started or cancelled. */
  public long nanos() {
    return nanos;
  }

  /** The address of the member that ran the task, or that cancelled it. */
  public String runner() {
    return runner;
  }

  /** The array in which {@link #valueOffset} counts. Not a copy: do not change it. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the value begins; of a failure or cancellation its message. */
  public int valueOffset() {
    return valueOffset;
  }

  public int valueLength() {
    return valueLength;
  }

  /** A copy of the value. */
  public byte[] value() {
    return Arrays.copyOfRange(bytes, valueOffset, valueOffset + valueLength);
  }

  /** Why the attempt failed; only of failures. */
  public FailureKind failureKind() {
    if (failureKind < 0) {
      throw new IllegalStateException("a record of kind " + kind() + " has no kind of failure");
    }
    return FAILURE_KINDS[failureKind];
  }

  /** The message of a failure, the reason of a cancellation. */
  public String message() {
    return new String(bytes, valueOffset, valueLength, UTF_8);
  }
}
