package taskgrid.grid.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.grid.Grid.Left;
import taskgrid.grid.layout.ByteReader;
import taskgrid.grid.layout.ByteWriter;
import taskgrid.grid.layout.LayoutException;
import taskgrid.grid.layout.Protocol;
import taskgrid.task.JobOptions;

/** The facts of a job as bytes; each fact begins with the protocol number. */
public final class Facts {
  private Facts() {}

  public static byte[] options(JobOptions options, long submittedMillis) {
    ByteWriter out = new ByteWriter().u8(Protocol.VERSION).varint(submittedMillis);
    Codec.writeMap(out, options.toMap());
    return out.toByteArray();
  }

  public static byte[] sealed(long totalTasks, long lastLine, boolean cutShort) {
    ByteWriter out = new ByteWriter().u8(Protocol.VERSION).varint(totalTasks).varint(lastLine);
    return out.u8(cutShort ? 1 : 0).toByteArray();
  }

  public static byte[] left(Left left) {
    ByteWriter out = new ByteWriter().u8(Protocol.VERSION);
    return out.varint(left.tasks()).varint(left.lastLine()).toByteArray();
  }

  public static byte[] cancelled(@Nullable String reason) {
    return new ByteWriter().u8(Protocol.VERSION).string(reason).toByteArray();
  }

  public static byte[] forgotten(long nowMillis) {
    return new ByteWriter().u8(Protocol.VERSION).varint(nowMillis).toByteArray();
  }

  /** When the job was forgotten, epoch milliseconds. */
  public static long forgottenAt(byte[] fact) {
    return open(fact).varint();
  }

  static JobFacts read(String job, byte[] options, Map<FactKey.Kind, byte[]> stored) {
    ByteReader in = open(options);
    long submitted = in.varint();
    JobOptions read = JobOptions.fromMap(Codec.map(in));
    byte[] sealed = stored.get(FactKey.Kind.SEALED);
    ByteReader seal = sealed == null ? null : open(sealed);
    long total = seal == null ? -1 : seal.varint();
    long lastLine = seal == null ? -1 : seal.varint();
    boolean cutShort = seal != null && seal.u8() != 0;
    byte[] cancelled = stored.get(FactKey.Kind.CANCELLED);
    String reason = cancelled == null ? null : open(cancelled).string();
    boolean forgotten = stored.containsKey(FactKey.Kind.FORGOTTEN);
    byte[] left = stored.get(FactKey.Kind.LEFT);
    return new JobFacts(
        job,
        read,
        submitted,
        total,
        lastLine,
        cutShort,
        cancelled != null,
        reason,
        forgotten,
        left == null ? null : left(open(left)));
  }

  private static Left left(ByteReader in) {
    return new Left(in.varint(), in.varint());
  }

  private static ByteReader open(byte[] fact) {
    ByteReader in = new ByteReader(fact);
    int protocol = in.u8();
    if (protocol != Protocol.VERSION) {
      throw new LayoutException("a fact of protocol " + protocol + "; this is " + Protocol.VERSION);
    }
    return in;
  }
}
