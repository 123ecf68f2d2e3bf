package taskgrid.grid.layout;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import taskgrid.task.TaskState;

/** What is left of a log that was dropped: how each of its tasks ended, as runs of lines. */
public final class Stub {
  private static final int NOT_A_TASK = 0;

  /** The state behind each code; null for a line that is not a task. Append only. */
  private static final @Nullable TaskState[] BY_CODE = {
    null, TaskState.SUCCEEDED, TaskState.FAILED, TaskState.CANCELLED
  };

  private final Extent extent;
  private final long lastResultMillis;

  /** The code of each run of lines. */
  private final byte[] codes;

  /** Behind the last line of each run. */
  private final int[] ends;

  private Stub(Extent extent, long lastResultMillis, byte[] codes, int[] ends) {
    this.extent = extent;
    this.lastResultMillis = lastResultMillis;
    this.codes = codes;
    this.ends = ends;
  }

  /**
   * A stub of a complete log.
   *
   * @param states how the task of each line ended; null where a line is not a task
   * @param lastResultMillis when its last task ended, in milliseconds since 1970
   */
  public static Stub of(Extent extent, @Nullable TaskState[] states, long lastResultMillis) {
    if (states.length != extent.lines()) {
      throw new IllegalArgumentException(states.length + " states of " + extent.lines() + " lines");
    }
    byte[] codes = new byte[states.length];
    int[] ends = new int[states.length];
    int runs = 0;
    for (int line = 0; line < states.length; line++) {
      byte code = codeOf(states[line], line);
      if (runs == 0 || codes[runs - 1] != code) {
        codes[runs++] = code;
      }
      ends[runs - 1] = line + 1;
    }
    Stub stub =
        new Stub(extent, lastResultMillis, Arrays.copyOf(codes, runs), Arrays.copyOf(ends, runs));
    if (stub.tasksInRuns() != extent.tasks()) {
      throw new IllegalArgumentException(
          stub.tasksInRuns() + " states of " + extent.tasks() + " tasks");
    }
    return stub;
  }

  private static byte codeOf(@Nullable TaskState state, int line) {
    for (byte code = 0; code < BY_CODE.length; code++) {
      if (BY_CODE[code] == state) {
        return code;
      }
    }
    throw new IllegalArgumentException("the task of line " + line + " is still " + state);
  }

  /**
   * Reads what {@link #bytes} gave.
   *
   * @throws LayoutException if it is cut short, corrupt, or of another version
   */
  public static Stub read(byte[] bytes) {
    ByteReader in = Seal.open(bytes, "stub");
    Extent extent = Extent.read(in);
    long lastResultMillis = in.zigzag();
    int runs = in.varint(1, Math.min(extent.lines(), in.remaining()));
    byte[] codes = new byte[runs];
    int[] ends = new int[runs];
    int line = 0;
    for (int i = 0; i < runs; i++) {
      codes[i] = (byte) in.varint(0, BY_CODE.length - 1);
      line += in.varint(1, extent.lines() - line);
      ends[i] = line;
    }
    in.end();
    Stub stub = new Stub(extent, lastResultMillis, codes, ends);
    if (line != extent.lines() || stub.tasksInRuns() != extent.tasks()) {
      throw in.refuse("the runs do not fit the lines and tasks");
    }
    return stub;
  }

  public byte[] bytes() {
    ByteWriter out = new ByteWriter(32 + 3 * codes.length).u8(Seal.VERSION);
    extent.write(out);
    out.zigzag(lastResultMillis).varint(codes.length);
    for (int i = 0; i < codes.length; i++) {
      out.u8(codes[i]).varint(lengthOf(i));
    }
    return Seal.close(out);
  }

  /** Which lines these were. */
  public Extent extent() {
    return extent;
  }

  /** When its last task ended, in milliseconds since 1970. */
  public long lastResultMillis() {
    return lastResultMillis;
  }

  /** How the task of a line ended; null if the line is not a task. */
  public @Nullable TaskState stateOf(int line) {
    if (line < 0 || line >= extent.lines()) {
      throw new IndexOutOfBoundsException("line " + line + " of " + extent.lines());
    }
    int found = Arrays.binarySearch(ends, line + 1);
    return BY_CODE[codes[found < 0 ? -found - 1 : found]];
  }

  public int succeeded() {
    return count(TaskState.SUCCEEDED);
  }

  public int failed() {
    return count(TaskState.FAILED);
  }

  public int cancelled() {
    return count(TaskState.CANCELLED);
  }

  private int tasksInRuns() {
    return extent.lines() - countCode(NOT_A_TASK);
  }

  private int count(TaskState state) {
    return countCode(codeOf(state, -1));
  }

  private int countCode(int code) {
    int sum = 0;
    for (int i = 0; i < codes.length; i++) {
      sum += codes[i] == code ? lengthOf(i) : 0;
    }
    return sum;
  }

  private int lengthOf(int run) {
    return run == 0 ? ends[0] : ends[run] - ends[run - 1];
  }
}
