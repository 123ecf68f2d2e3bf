package taskgrid.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** What all built-in functions have: a name, a line of help, and foresight for {@code --check}. */
abstract class BuiltIn implements TaskFunction {
  private final String name;
  private final String help;

  /**
   * @param help the name, the arguments as a task line writes them, a colon, what it answers
   */
  BuiltIn(String help) {
    this.name = help.split("[ :]", 2)[0];
    this.help = help;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String help() {
    return help;
  }

  @Override
  public final String apply(String input, TaskContext context) throws Exception {
    return Utf8.decode(applyBytes(input.getBytes(UTF_8), context));
  }

  @Override
  public abstract byte[] applyBytes(byte[] input, TaskContext context) throws Exception;

  @Override
  public final void check(byte[] argument) throws InvalidTask {
    foresee(argument);
  }

  /**
   * The value that a run would answer, without running; null if only a run can tell.
   *
   * @throws InvalidTask exactly when a run would throw it
   */
  abstract byte @Nullable [] foresee(byte[] argument) throws InvalidTask;

  /** The argument of a run as a step of a chain, of what the chain binds and what comes in. */
  byte[] bind(byte[] bound, byte[] input) {
    return Words.join(bound, input);
  }

  /** Looks at what a chain binds to this function, before the chain runs. */
  abstract void checkBound(byte[] bound) throws InvalidTask;
}
