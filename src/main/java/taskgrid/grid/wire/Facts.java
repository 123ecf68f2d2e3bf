package taskgrid.grid.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.grid.Grid.Left;
import taskgrid.grid.Grid.TasksCancelled;
import taskgrid.grid.layout.ByteReader;
import taskgrid.grid.layout.ByteWriter;
import taskgrid.grid.layout.LayoutException;
import taskgrid.grid.layout.Protocol;
import taskgrid.task.JobOptions;
import taskgrid.task.TaskNumbers;

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

  public static byte[] halted(String reason) {
    return new ByteWriter().u8(Protocol.VERSION).string(reason).toByteArray();
  }

  public static byte[] tasksCancelled(TasksCancelled cancelled) {
    ByteWriter out = new ByteWriter().u8(Protocol.VERSION);
    return tasks(out, cancelled.tasks()).string(cancelled.reason()).toByteArray();
  }

  private static TasksCancelled tasksCancelled(ByteReader in) {
    return new TasksCancelled(tasks(in), in.string());
  }

  public static byte[] retried(TaskNumbers tasks) {
    return tasks(new ByteWriter().u8(Protocol.VERSION), tasks).toByteArray();
  }

  public static TaskNumbers retried(byte[] fact) {
    return tasks(open(fact));
  }

  private static ByteWriter tasks(ByteWriter out, TaskNumbers tasks) {
    long[] bounds = tasks.bounds();
    out.varint(bounds.length);
    for (long bound : bounds) {
      out.varint(bound);
    }
    return out;
  }

  private static TaskNumbers tasks(ByteReader in) {
    long[] bounds = new long[in.varint(0, in.remaining())];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = in.varint();
    }
    return TaskNumbers.of(bounds);
  }

  public static byte[] cancelled(@Nullable String reason) {
    return new ByteWriter().u8(Protocol.VERSION).string(reason).toByteArray();
  }

  public static byte[] forgotten(long nowMillis) {
    return new ByteWriter().u8(Protocol.VERSION).varint(nowMillis).toByteArray();
  }

  public static byte[] limit(int number) {
    return new ByteWriter().u8(Protocol.VERSION).varint(number).toByteArray();
  }

  public static byte[] drained() {
    return new ByteWriter().u8(Protocol.VERSION).toByteArray();
  }

  /** When the job was forgotten, epoch milliseconds. */
  public static long forgottenAt(byte[] fact) {
    return open(fact).varint();
  }

  /**
   * The facts of a job; null if it was never created.
   *
   * @param stored what there is of each kind
   * @param tasksCancelled the numbered facts of single tasks
   */
  public static @Nullable JobFacts read(
      String job, Map<FactKey.Kind, byte[]> stored, List<byte[]> tasksCancelled) {
    byte[] options = stored.get(FactKey.Kind.OPTIONS);
    if (options == null) {
      return null;
    }
    ByteReader in = open(options);
    long submitted = in.varint();
    JobOptions read = JobOptions.fromMap(Codec.map(in));
    byte[] sealed = stored.get(FactKey.Kind.SEALED);
    ByteReader seal = sealed == null ? null : open(sealed);
    byte[] cancelled = stored.get(FactKey.Kind.CANCELLED);
    byte[] halted = stored.get(FactKey.Kind.HALTED);
    byte[] why = cancelled == null ? halted : cancelled;
    byte[] left = stored.get(FactKey.Kind.LEFT);
    return new JobFacts(
        job,
        read,
        submitted,
        seal == null ? -1 : seal.varint(),
        seal == null ? -1 : seal.varint(),
        seal != null && seal.u8() != 0,
        why != null,
        why == null ? null : open(why).string(),
        stored.containsKey(FactKey.Kind.FORGOTTEN),
        left == null ? null : left(open(left)),
        why != null && cancelled == null,
        tasksCancelled.stream().map(fact -> tasksCancelled(open(fact))).toList(),
        limit(stored.get(FactKey.Kind.LIMIT)),
        limit(stored.get(FactKey.Kind.COPIES)));
  }

  private static int limit(byte @Nullable [] fact) {
    return fact == null ? -1 : (int) open(fact).varint();
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
