package taskgrid.grid.layout;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One entry of a batch's log, read where it lies: records by several runners. */
public final class Segment {
  private final byte[] bytes;
  private final SegmentHeader header;
  private final String[] runners;
  private final int recordsFrom;
  private final int recordsTo;
  private final int batchFrom;
  private final int batchTo;

  private Segment(byte[] bytes, ByteReader in) {
    this.bytes = bytes;
    header = SegmentHeader.read(in);
    runners = readRunners(in);
    recordsFrom = in.skipBytes();
    recordsTo = in.position();
    batchFrom = header.hasBatch() ? in.skipBytes() : recordsTo;
    batchTo = in.position();
    in.end();
  }

  /**
   * Reads a segment that SegmentBuilder built. The bytes are kept, not copied: do not change them.
   *
   * @throws LayoutException if they are cut short, corrupt, or of another version
   */
  public static Segment read(byte[] bytes) {
    return new Segment(bytes, Seal.open(bytes, "segment"));
  }

  /** The header alone, at little cost: nothing behind it is looked at, the checksum neither. */
  public static SegmentHeader peek(byte[] bytes) {
    return SegmentHeader.read(Seal.openUnchecked(bytes, "segment"));
  }

  private static String[] readRunners(ByteReader in) {
    String[] runners = new String[in.varint(0, in.remaining())];
    for (int i = 0; i < runners.length; i++) {
      runners[i] = in.text();
    }
    return runners;
  }

  public SegmentHeader header() {
    return header;
  }

  /** The last line of the batch before this segment's batch. */
  public long after() {
    return header.extent().after();
  }

  /** The job's number of line 0. */
  public long first() {
    return header.extent().first();
  }

  public int lines() {
    return header.extent().lines();
  }

  public int tasks() {
    return header.extent().tasks();
  }

  /** Its number in the batch's log, from 0. */
  public int n() {
    return header.n();
  }

  /** Whether with it the log covers every task of the batch. */
  public boolean complete() {
    return header.complete();
  }

  public boolean hasBatch() {
    return header.hasBatch();
  }

  /** A copy of the batch, if the segment carries it. */
  public byte @Nullable [] batch() {
    return hasBatch() ? Arrays.copyOfRange(bytes, batchFrom, batchTo) : null;
  }

  /** Addresses of the members whose records are here. */
  public String[] runners() {
    return runners.clone();
  }

  /** All records, in the order in which their chunks were added. */
  public RecordCursor records() {
    return RecordCursor.ofSegment(bytes, recordsFrom, recordsTo, runners, lines());
  }
}
