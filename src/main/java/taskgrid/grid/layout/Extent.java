package taskgrid.grid.layout;

/**
 * Which lines of a job something covers.
 *
 * @param after the last line before: the end of the batch before this one, 0 at the beginning. The
 *     lines between it and {@code first} were skipped
 * @param first the number of the first line
 * @param lines how many lines from {@code first} on
 * @param tasks how many of them are tasks
 */
public record Extent(long after, long first, int lines, int tasks) {
  public Extent {
    if (after < 0 || first <= after) {
      throw new IllegalArgumentException("line " + first + " cannot follow line " + after);
    }
    if (lines < 1 || lines > Batch.MAX_LINES) {
      throw new IllegalArgumentException(lines + " lines, not 1 to " + Batch.MAX_LINES);
    }
    if (tasks < 0 || tasks > lines) {
      throw new IllegalArgumentException(tasks + " tasks in " + lines + " lines");
    }
  }

  /** The number of the last line. */
  public long last() {
    return first + lines - 1;
  }

  void write(ByteWriter out) {
    out.varint(first).varint(first - after).varint(lines).varint(tasks);
  }

  static Extent read(ByteReader in) {
    long first = in.varint();
    long step = in.varint();
    if (first < 1 || step < 1 || step > first || first > Long.MAX_VALUE - Batch.MAX_LINES) {
      throw in.refuse("line " + first + " cannot be " + step + " after another");
    }
    int lines = in.varint(1, Batch.MAX_LINES);
    return new Extent(first - step, first, lines, in.varint(0, lines));
  }
}
