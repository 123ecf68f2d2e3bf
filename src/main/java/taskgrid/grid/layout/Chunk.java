package taskgrid.grid.layout;

/** What one slot wrote while it ran claimed tasks: a runner's address and records. */
public final class Chunk {
  private final byte[] bytes;
  private final String runner;
  private final int from;
  private final int size;

  private Chunk(byte[] bytes, String runner, int from, int size) {
    this.bytes = bytes;
    this.runner = runner;
    this.from = from;
    this.size = size;
  }

  /**
   * Reads a chunk that RecordWriter made. The bytes are kept, not copied: do not change them.
   *
   * @throws LayoutException if they are cut short, corrupt, or of another version
   */
  public static Chunk read(byte[] bytes) {
    ByteReader in = Seal.open(bytes, "chunk");
    String runner = in.text();
    int from = in.position();
    in.zigzag();
    int size = in.varint(0, in.remaining());
    in.skipBytes();
    in.end();
    return new Chunk(bytes, runner, from, size);
  }

  /** The address of the member that ran the tasks. */
  public String runner() {
    return runner;
  }

  /** How many records there are. */
  public int size() {
    return size;
  }

  /** The records in the order in which they were written. */
  public RecordCursor records() {
    return records(Batch.MAX_LINES);
  }

  /** The records, of which those about lines behind the batch's last are refused. */
  RecordCursor records(int lines) {
    return RecordCursor.ofChunk(bytes, from, end(), runner, lines);
  }

  /** Where base, number and records begin: all that a segment copies. */
  int from() {
    return from;
  }

  int end() {
    return bytes.length - Integer.BYTES;
  }
}
