package taskgrid.function;

import org.jspecify.annotations.Nullable;

/** What {@code --check} asks of a line: whether it could run. It runs nothing and needs no grid. */
public final class LineCheck {
  private LineCheck() {}

  /**
   * What is wrong with the line behind this call, in the words in which a run of it would fail;
   * null if nothing is, or it is no task.
   */
  public static @Nullable String problem(TaskCall call) {
    if (call instanceof TaskCall.Invalid invalid) {
      return invalid.reason();
    }
    if (call instanceof TaskCall.Call task) {
      try {
        task.function().check(task.argument());
      } catch (InvalidTask e) {
        return e.getMessage();
      }
    }
    return null;
  }

  /** What would run: the argument, or the command that it is put into. */
  public static byte[] shown(TaskCall.Call call, long task) {
    return call.function() instanceof Each each
        ? each.command(call.argument(), task)
        : call.argument();
  }
}
