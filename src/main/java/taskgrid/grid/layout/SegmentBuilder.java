package taskgrid.grid.layout;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers chunks into the next segment of a batch's log; one thread at a time. */
public final class SegmentBuilder {
  private final Extent extent;
  private final int n;
  private final Map<String, Integer> runners = new LinkedHashMap<>();
  private final ByteWriter table = new ByteWriter();
  private final List<Part> parts = new ArrayList<>();
  private int size;
  private int records;

  /** What a segment has of a chunk: they are copied once, when it is built. */
  private record Part(int runner, byte[] chunk, int from, int end) {}

  public SegmentBuilder(long after, long first, int lines, int tasks, int n) {
    this(new Extent(after, first, lines, tasks), n);
  }

  /**
   * @param extent the lines of the batch
   * @param n the segment's number in the batch's log, from 0
   */
  public SegmentBuilder(Extent extent, int n) {
    if (n < 0) {
      throw new IllegalArgumentException("a segment cannot have number " + n);
    }
    this.extent = extent;
    this.n = n;
  }

  /**
   * Adds the records of a chunk. They are read to the last first, so that nothing gets into a log
   * that does not come out again.
   *
   * @throws LayoutException if the chunk is broken or speaks of lines that the batch has not; then
   *     nothing of it was added
   */
  public void add(byte[] chunk) {
    Chunk read = Chunk.read(chunk);
    RecordCursor cursor = read.records(extent.lines());
    while (cursor.next()) {
      // Only to see that it can be read.
    }
    int runner = numberOf(read.runner());
    parts.add(new Part(runner, chunk, read.from(), read.end()));
    size += ByteWriter.varintSize(runner) + read.end() - read.from();
    records += read.size();
  }

  private int numberOf(String runner) {
    Integer known = runners.get(runner);
    if (known != null) {
      return known;
    }
    int number = runners.size();
    runners.put(runner, number);
    table.string(runner);
    return number;
  }

  /** Bytes so far, without the batch. */
  public int size() {
    return size + table.size();
  }

  /** Records so far. */
  public int records() {
    return records;
  }

  /**
   * The segment. The builder keeps what it has, so that the same may be built again.
   *
   * @param complete whether with it the log covers every task of the batch
   * @param batch the batch, in the segment that completes it
   */
  public byte[] build(boolean complete, byte @Nullable [] batch) {
    ByteWriter head = new ByteWriter(table.size() + 64).u8(Seal.VERSION);
    new SegmentHeader(extent, n, complete, batch != null).write(head);
    head.varint(runners.size()).raw(table.buffer(), 0, table.size()).varint(size);
    long lines = batch == null ? 0 : (long) ByteWriter.varintSize(batch.length) + batch.length;
    ByteWriter out = Seal.begin(head, size + lines);
    for (Part part : parts) {
      out.varint(part.runner).raw(part.chunk, part.from, part.end - part.from);
    }
    if (batch != null) {
      out.bytes(batch);
    }
    return Seal.close(out);
  }
}
