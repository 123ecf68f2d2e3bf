package taskgrid.grid.layout;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Consecutive task lines of a job, read where they lie: decoding copies no line. Lines are counted
 * from 0 here; line i is the job's line {@code first() + i}.
 */
public final class Batch {
  /** The version byte of a batch. */
  public static final int VERSION = Seal.VERSION;

  /** The most lines in a batch. */
  public static final int MAX_LINES = 4096;

  /** How many bytes of an over-long line are kept. */
  public static final int KEPT_PREFIX = 200;

  static final int HAS_OVERSIZE = 1;
  static final int HAS_OTHER_LINES = 2;
  private static final int KNOWN_FLAGS = HAS_OVERSIZE | HAS_OTHER_LINES;

  private static final byte LINE_FEED = '\n';

  private final byte[] bytes;
  private final Extent extent;
  private final OversizeLines oversize;

  /** Lines that are not tasks; empty in most batches. */
  private final BitSet others;

  /** Where each line begins, and where one behind the last would. */
  private final int[] starts;

  private Batch(byte[] bytes, Extent extent, BitSet others, OversizeLines oversize, int[] starts) {
    this.bytes = bytes;
    this.extent = extent;
    this.others = others;
    this.oversize = oversize;
    this.starts = starts;
  }

  /**
   * Reads a batch that BatchBuilder built. The bytes are kept, not copied: do not change them.
   *
   * @throws LayoutException if they are cut short, corrupt, or of another version
   */
  public static Batch read(byte[] bytes) {
    ByteReader in = Seal.open(bytes, "batch");
    int flags = in.u8();
    if ((flags & ~KNOWN_FLAGS) != 0) {
      throw in.refuse("flags " + flags + " are not known");
    }
    Extent extent = Extent.read(in);
    BitSet others =
        (flags & HAS_OTHER_LINES) == 0 ? new BitSet(0) : readOthers(in, bytes, extent.lines());
    if (others.cardinality() != extent.lines() - extent.tasks()) {
      throw in.refuse("the number of tasks does not fit the marks of the other lines");
    }
    OversizeLines oversize =
        (flags & HAS_OVERSIZE) == 0 ? OversizeLines.NONE : OversizeLines.read(in, extent.lines());
    int body = in.skipBytes();
    int end = in.position();
    in.end();
    int[] starts = startsOfLines(bytes, body, end, extent.lines(), in);
    oversize.check(starts, in);
    return new Batch(bytes, extent, others, oversize, starts);
  }

  /** Lines from..to (exclusive) as a batch of their own. */
  public byte[] slice(int from, int to) {
    BatchBuilder slice = new BatchBuilder(first() + from - 1, first() + from);
    for (int line = from; line < to; line++) {
      if (oversize(line)) {
        slice.addOversize(line(line), trueLength(line));
      } else {
        slice.add(bytes, offset(line), length(line), isTask(line));
      }
    }
    return slice.build();
  }

  /** What the batch covers, read without checking the rest. */
  public static Extent peek(byte[] bytes) {
    ByteReader in = Seal.openUnchecked(bytes, "batch");
    in.u8();
    return Extent.read(in);
  }

  private static BitSet readOthers(ByteReader in, byte[] bytes, int lines) {
    int length = (lines + Byte.SIZE - 1) / Byte.SIZE;
    int from = in.skip(length);
    BitSet others = BitSet.valueOf(Arrays.copyOfRange(bytes, from, from + length));
    if (others.length() > lines) {
      throw in.refuse("a mark of a line behind the last");
    }
    return others;
  }

  private static int[] startsOfLines(byte[] bytes, int from, int to, int lines, ByteReader in) {
    int[] starts = new int[lines + 1];
    starts[0] = from;
    int found = 1;
    for (int i = from; i < to; i++) {
      if (bytes[i] == LINE_FEED) {
        if (found == lines) {
          throw in.refuse("more than the " + lines + " lines that were announced");
        }
        starts[found++] = i + 1;
      }
    }
    if (found != lines) {
      throw in.refuse(found + " lines instead of " + lines);
    }
    starts[lines] = to + 1;
    return starts;
  }

  /** Which lines these are. */
  public Extent extent() {
    return extent;
  }

  /** The last line of the batch before this one; what lies between was skipped. */
  public long after() {
    return extent.after();
  }

  /** The job's number of line 0. */
  public long first() {
    return extent.first();
  }

  public int lines() {
    return extent.lines();
  }

  /** How many of the lines are tasks; the others are blank lines and comments. */
  public int tasks() {
    return extent.tasks();
  }

  /** Whether a line is a task, and not a blank line or comment. */
  public boolean isTask(int line) {
    return !others.get(line);
  }

  /** The whole encoding, in which offsets count. Not a copy: do not change it. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where a line begins in {@link #bytes}. */
  public int offset(int line) {
    return starts[line];
  }

  /** How many bytes of a line there are. */
  public int length(int line) {
    return starts[line + 1] - starts[line] - 1;
  }

  /** A copy of a line, without line end. */
  public byte[] line(int line) {
    return Arrays.copyOfRange(bytes, starts[line], starts[line + 1] - 1);
  }

  /** How long a line was before it was cut; its length if it was not. */
  public long trueLength(int line) {
    return oversize.trueLength(line, length(line));
  }

  /** Whether a line was longer than allowed, so that only its beginning is here. */
  public boolean oversize(int line) {
    return oversize.contains(line);
  }
}
