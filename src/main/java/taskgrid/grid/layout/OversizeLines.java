package taskgrid.grid.layout;

import java.util.Arrays;

/** The over-long lines of a batch and how long they were; in most batches there are none. */
final class OversizeLines {
  static final OversizeLines NONE = new OversizeLines(new int[0], new long[0]);

  /** In rising order. */
  private final int[] lines;

  private final long[] lengths;

  private OversizeLines(int[] lines, long[] lengths) {
    this.lines = lines;
    this.lengths = lengths;
  }

  static OversizeLines read(ByteReader in, int linesInBatch) {
    // Each takes two bytes at least, so that a wrong count cannot ask for more than there is.
    int count = in.varint(1, Math.min(linesInBatch, in.remaining() / 2));
    int[] lines = new int[count];
    long[] lengths = new long[count];
    for (int i = 0; i < count; i++) {
      lines[i] = in.varint(i == 0 ? 0 : lines[i - 1] + 1, linesInBatch - 1);
      lengths[i] = in.varint();
    }
    return new OversizeLines(lines, lengths);
  }

  /** Refuses a line that claims to have been cut and is no shorter than before. */
  void check(int[] starts, ByteReader in) {
    for (int i = 0; i < lines.length; i++) {
      int kept = starts[lines[i] + 1] - starts[lines[i]] - 1;
      if (lengths[i] <= kept) {
        throw in.refuse("line " + lines[i] + " of " + lengths[i] + " bytes keeps " + kept);
      }
    }
  }

  boolean contains(int line) {
    return lines.length > 0 && Arrays.binarySearch(lines, line) >= 0;
  }

  long trueLength(int line, int kept) {
    if (lines.length == 0) {
      return kept;
    }
    int found = Arrays.binarySearch(lines, line);
    return found < 0 ? kept : lengths[found];
  }
}
