package taskgrid.grid.wire;

import java.util.List;
import taskgrid.grid.Grid.BundleState;
import taskgrid.grid.layout.ByteReader;
import taskgrid.grid.layout.ByteWriter;
import taskgrid.task.Shipped;

/** Questions and answers about shipped files, as bytes. */
public final class BundleCodec {
  private BundleCodec() {}

  /**
   * A piece of the files that a job ships, or the files alone.
   *
   * @param piece empty where it is not about a piece
   */
  public record Piece(String job, Shipped bundle, long offset, byte[] piece) {}

  public static byte[] encode(Piece piece) {
    ByteWriter out = new ByteWriter(piece.piece().length + 256);
    out.string(piece.job()).string(piece.bundle().id()).varint(piece.bundle().size());
    out.varint(piece.offset()).bytes(piece.piece());
    return out.toByteArray();
  }

  /** The names of what is shipped do not travel with it: the job's options have them. */
  public static Piece piece(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    String job = in.text();
    Shipped bundle = new Shipped(in.text(), in.varint(), List.of());
    return new Piece(job, bundle, in.varint(), in.bytes());
  }

  public static byte[] read(String id, long offset, int most) {
    return new ByteWriter().string(id).varint(offset).varint(most).toByteArray();
  }

  public static byte[] encode(BundleState state) {
    ByteWriter out = new ByteWriter().u8(state.ready() ? 1 : 0);
    return out.string(state.trouble() == null ? "" : state.trouble()).toByteArray();
  }

  public static BundleState state(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    boolean ready = in.u8() != 0;
    String trouble = in.text();
    return new BundleState(ready, trouble.isEmpty() ? null : trouble);
  }

  public static byte[] encode(long next) {
    return new ByteWriter().varint(next).toByteArray();
  }

  public static long next(byte[] bytes) {
    return new ByteReader(bytes).varint();
  }
}
