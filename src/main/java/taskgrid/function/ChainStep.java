package taskgrid.function;

import org.jspecify.annotations.Nullable;

/**
 * One function of a chain with what the chain gives it beside its input.
 *
 * @param bound the arguments in the chain's text; empty if there are none
 */
record ChainStep(TaskFunction function, byte[] bound) {

  /**
   * Reads a step.
   *
   * @param position from 1, for the message where there is nothing to read
   */
  static ChainStep parse(String text, int position, FunctionSource functions, String job)
      throws InvalidTask {
    String step = text.strip();
    if (step.isEmpty()) {
      throw new InvalidTask("step " + position + " of the chain is empty");
    }
    byte[] bytes = Utf8.encode(step);
    int end = Words.wordEnd(bytes, 0, bytes.length);
    String name = Utf8.decode(bytes, 0, end);
    TaskFunction function = functions.find(name, job);
    if (function == null) {
      throw UnknownFunction.named(name, functions);
    }
    byte[] bound = Utf8.encode(step.substring(name.length()).stripLeading());
    if (bound.length > 0 && function instanceof BuiltIn builtIn) {
      builtIn.checkBound(bound);
    }
    return new ChainStep(function, bound);
  }

  byte[] run(byte[] input, TaskContext context) throws Exception {
    return function.applyBytes(argument(input), context);
  }

  /** The value that a run would answer; null if only a run can tell. */
  byte @Nullable [] foresee(byte[] input) throws InvalidTask {
    byte[] argument = argument(input);
    if (function instanceof BuiltIn builtIn) {
      return builtIn.foresee(argument);
    }
    function.check(argument);
    return null;
  }

  private byte[] argument(byte[] input) {
    if (bound.length == 0) {
      return input;
    }
    return function instanceof BuiltIn builtIn
        ? builtIn.bind(bound, input)
        : Words.join(bound, input);
  }
}
