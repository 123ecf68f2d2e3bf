package taskgrid.real.inside;

import net.bytebuddy.asm.Advice;
import taskgrid.function.TaskContext;

/** Woven into every function of a member: writes down when it begins and ends. */
public final class Witness {
  private static volatile ExecutionLog log;

  private Witness() {}

  static void writesTo(ExecutionLog executions) {
    log = executions;
  }

  @Advice.OnMethodEnter
  public static long began(@Advice.Argument(1) TaskContext context) {
    return note(context);
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class)
  public static void ended(@Advice.Enter long number) {
    noteEnd(number);
  }

  /** Called by the woven code, which stands in the functions' own package. */
  public static long note(TaskContext context) {
    return log.began(context.job(), context.task(), context.attempt());
  }

  public static void noteEnd(long number) {
    log.ended(number);
  }
}
