package taskgrid.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Functions one after the other, each working on what the one before answered: {@code square |
 * subtract 1}. It is a function itself; one name alone is a chain of one.
 */
final class Chain implements TaskFunction {
  private static final String SEPARATOR = Pattern.quote(" | ");

  private final String text;
  private final List<ChainStep> steps;

  private Chain(String text, List<ChainStep> steps) {
    this.text = text;
    this.steps = List.copyOf(steps);
  }

  /** Reads a chain; the message of a refusal says which step cannot be and why. */
  static Chain parse(String text, FunctionSource functions, String job) throws InvalidTask {
    List<ChainStep> steps = new ArrayList<>();
    for (String step : texts(text)) {
      steps.add(ChainStep.parse(step, steps.size() + 1, functions, job));
    }
    return new Chain(text, steps);
  }

  /** Its steps as they are written. */
  static List<String> texts(String chain) {
    return List.of(chain.split(SEPARATOR, -1));
  }

  @Override
  public String name() {
    return text;
  }

  @Override
  public String apply(String input, TaskContext context) throws Exception {
    return Utf8.decode(applyBytes(input.getBytes(UTF_8), context));
  }

  @Override
  public byte[] applyBytes(byte[] input, TaskContext context) throws Exception {
    byte[] value = input;
    for (ChainStep step : steps) {
      value = step.run(value, context);
    }
    return value;
  }

  /** Follows the argument through the steps as far as their values can be foreseen. */
  @Override
  public void check(byte[] argument) throws InvalidTask {
    byte @Nullable [] value = argument;
    for (ChainStep step : steps) {
      value = step.foresee(value);
      if (value == null) {
        return;
      }
    }
  }
}
