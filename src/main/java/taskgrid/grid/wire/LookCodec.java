package taskgrid.grid.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.Look;
import taskgrid.grid.layout.ByteReader;
import taskgrid.grid.layout.ByteWriter;

/** A look at a job and a line as bytes. Every pair of methods mirrors each other field by field. */
public final class LookCodec {
  private static final Look.State[] STATES = Look.State.values();

  private LookCodec() {}

  /**
   * @param line 0 = only the job is asked for
   */
  public static byte[] request(String job, long line) {
    return new ByteWriter().string(job).varint(line).toByteArray();
  }

  public static byte[] encode(Look look) {
    ByteWriter out = new ByteWriter();
    out.varint(look.slots()).string(look.hindrance()).u8(look.full() ? 1 : 0);
    out.varint(look.loads().size());
    for (Look.Load load : look.loads()) {
      out.string(load.job()).varint(load.waiting()).varint(load.running());
    }
    out.varint(look.retrying()).varint(look.nextRetryMillis());
    write(out, look.at());
    write(out, look.behind());
    Look.Line line = look.line();
    out.u8(line.state().ordinal()).varint(line.retryMillis()).varint(line.ahead());
    Look.Running running = line.running();
    out.varint(running == null ? 0 : running.attempt());
    out.zigzag(running == null ? 0 : running.startedMicros());
    return out.toByteArray();
  }

  public static Look look(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int slots = (int) in.varint();
    String hindrance = in.string();
    boolean full = in.u8() != 0;
    List<Look.Load> loads = new ArrayList<>();
    for (int left = in.varint(0, in.remaining()); left > 0; left--) {
      loads.add(new Look.Load(in.text(), in.varint(), in.varint()));
    }
    long retrying = in.varint();
    long nextRetry = in.varint();
    Look.Piece at = piece(in);
    Look.Piece behind = piece(in);
    Look.State state = STATES[in.u8()];
    long retry = in.varint();
    long ahead = in.varint();
    int attempt = (int) in.varint();
    long started = in.zigzag();
    Look.Running running = attempt == 0 ? null : new Look.Running(attempt, started);
    Look.Line line = new Look.Line(state, retry, ahead, running);
    return new Look(slots, hindrance, full, loads, retrying, nextRetry, at, behind, line);
  }

  private static void write(ByteWriter out, Look.@Nullable Piece piece) {
    out.u8(piece == null ? 0 : 1);
    if (piece != null) {
      Codec.write(out, piece.key());
      out.zigzag(piece.after()).zigzag(piece.lines());
    }
  }

  private static Look.@Nullable Piece piece(ByteReader in) {
    if (in.u8() == 0) {
      return null;
    }
    return new Look.Piece(Codec.batchKey(in), in.zigzag(), (int) in.zigzag());
  }
}
