package taskgrid.function;

import java.nio.charset.StandardCharsets;

/**
 * What a task does: text in, text out. One instance serves many slots at once.
 *
 * <p>A function that throws fails its task with the exception's message. It should end soon after
 * its thread is interrupted, which happens when the task is cancelled or runs out of time.
 */
public interface TaskFunction {
  /** The word that task lines call it by: no blanks, never null. */
  String name();

  /** One line of help: its arguments, then what it answers. */
  default String help() {
    return name();
  }

  /**
   * Runs the function.
   *
   * @param input the task's argument, possibly empty
   * @return the value, never null
   * @throws InvalidTask if the input can never be run, which is a failure of kind invalid
   */
  String apply(String input, TaskContext context) throws Exception;

  /** The same on bytes; override to see bytes that need not be UTF-8. */
  default byte[] applyBytes(byte[] input, TaskContext context) throws Exception {
    return apply(Utf8.decode(input), context).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Looks at an argument without running anything, for {@code --check}. A function that overrides
   * {@link #applyBytes} overrides this too.
   *
   * @throws InvalidTask exactly when a run with this argument would throw it, with the same message
   */
  default void check(byte[] argument) throws InvalidTask {
    Utf8.requireValid(argument, 0, argument.length);
  }
}
