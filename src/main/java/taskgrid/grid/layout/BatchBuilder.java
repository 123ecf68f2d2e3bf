package taskgrid.grid.layout;

import java.util.BitSet;

/** Packs lines into a batch; one thread at a time. */
public final class BatchBuilder {
  private final ByteWriter body;
  private final ByteWriter oversize = new ByteWriter(16);
  private final BitSet others = new BitSet();
  private long after;
  private long first;
  private int lines;
  private int tasks;
  private int oversizes;

  /**
   * @param after the last line of the batch before
   * @param first the number of the first line that will be added
   */
  public BatchBuilder(long after, long first) {
    body = new ByteWriter(256);
    reset(after, first);
  }

  /** Begins another batch in the same buffers. */
  public void reset(long newAfter, long newFirst) {
    if (newAfter < 0 || newFirst <= newAfter) {
      throw new IllegalArgumentException("line " + newFirst + " cannot follow line " + newAfter);
    }
    after = newAfter;
    first = newFirst;
    lines = 0;
    tasks = 0;
    oversizes = 0;
    body.reset();
    oversize.reset();
    others.clear();
  }

  /**
   * Adds a line without its line end.
   *
   * @param task false for a blank line or comment: carried, but not counted
   */
  public void add(byte[] source, int offset, int length, boolean task) {
    if (lines == Batch.MAX_LINES) {
      throw new IllegalStateException("a batch holds at most " + Batch.MAX_LINES + " lines");
    }
    refuseLineFeed(source, offset, length);
    if (lines > 0) {
      body.u8('\n');
    }
    body.raw(source, offset, length);
    if (task) {
      tasks++;
    } else {
      others.set(lines);
    }
    lines++;
  }

  /**
   * Adds a task whose line is too long.
   *
   * @param prefix its beginning, at most {@link Batch#KEPT_PREFIX} bytes
   * @param trueLength how long it was
   */
  public void addOversize(byte[] prefix, long trueLength) {
    if (prefix.length > Batch.KEPT_PREFIX || trueLength <= prefix.length) {
      throw new IllegalArgumentException(
          prefix.length + " bytes are not the kept beginning of " + trueLength);
    }
    add(prefix, 0, prefix.length, true);
    oversize.varint(lines - 1L).varint(trueLength);
    oversizes++;
  }

  public int lines() {
    return lines;
  }

  public int tasks() {
    return tasks;
  }

  /** Bytes of the lines so far, with what separates them. */
  public int size() {
    return body.size();
  }

  /** The batch; the builder may go on with the next after {@link #reset}. */
  public byte[] build() {
    Extent extent = new Extent(after, first, lines, tasks);
    ByteWriter out = new ByteWriter(oversize.size() + lines / Byte.SIZE + 64);
    out.u8(Batch.VERSION);
    out.u8((oversizes > 0 ? Batch.HAS_OVERSIZE : 0) | (tasks < lines ? Batch.HAS_OTHER_LINES : 0));
    extent.write(out);
    if (tasks < lines) {
      writeOthers(out);
    }
    if (oversizes > 0) {
      out.varint(oversizes).raw(oversize.buffer(), 0, oversize.size());
    }
    out.varint(body.size());
    return Seal.close(Seal.begin(out, body.size()).raw(body.buffer(), 0, body.size()));
  }

  private void writeOthers(ByteWriter out) {
    byte[] marks = others.toByteArray();
    out.raw(marks, 0, marks.length);
    for (int i = marks.length; i < (lines + Byte.SIZE - 1) / Byte.SIZE; i++) {
      out.u8(0);
    }
  }

  private static void refuseLineFeed(byte[] source, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (source[i] == '\n') {
        throw new IllegalArgumentException("a line holds a line feed at byte " + (i - offset));
      }
    }
  }
}
