package taskgrid.real.inside;

import net.bytebuddy.asm.Advice;
import taskgrid.function.TaskContext;

/**
 * Woven into every function of a member: writes down when it begins and ends, and lets poison work.
 */
public final class Witness {
  private static volatile ExecutionLog log;

  private Witness() {}

  static void writesTo(ExecutionLog executions) {
    log = executions;
  }

  @Advice.OnMethodEnter
  public static long began(
      @Advice.Argument(0) byte[] argument, @Advice.Argument(1) TaskContext context) {
    return note(argument, context);
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class)
  public static void ended(@Advice.Enter long number) {
    noteEnd(number);
  }

  /** Called by the woven code, which stands in the functions' own package. */
  public static long note(byte[] argument, TaskContext context) {
    long number = log.began(context.job(), context.task(), context.attempt());
    Poison.take(argument);
    return number;
  }

  public static void noteEnd(long number) {
    log.ended(number);
  }
}
