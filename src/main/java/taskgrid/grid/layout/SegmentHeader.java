package taskgrid.grid.layout;

/**
 * What a segment says of itself before its records.
 *
 * @param extent the lines of its batch
 * @param n its number in the batch's log, from 0
 * @param complete whether with it the log covers every task of the batch
 * @param hasBatch whether it carries the batch too
 */
public record SegmentHeader(Extent extent, int n, boolean complete, boolean hasBatch) {
  static final int COMPLETE = 1;
  static final int HAS_BATCH = 2;
  private static final int KNOWN_FLAGS = COMPLETE | HAS_BATCH;

  void write(ByteWriter out) {
    out.u8((complete ? COMPLETE : 0) | (hasBatch ? HAS_BATCH : 0));
    extent.write(out);
    out.varint(n);
  }

  static SegmentHeader read(ByteReader in) {
    int flags = in.u8();
    if ((flags & ~KNOWN_FLAGS) != 0) {
      throw in.refuse("flags " + flags + " are not known");
    }
    Extent extent = Extent.read(in);
    int n = in.varint(0, Integer.MAX_VALUE);
    return new SegmentHeader(extent, n, (flags & COMPLETE) != 0, (flags & HAS_BATCH) != 0);
  }
}
