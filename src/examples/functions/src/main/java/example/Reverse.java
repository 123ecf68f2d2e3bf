package example;

import taskgrid.function.TaskContext;
import taskgrid.function.TaskFunction;

/** The smallest function there is: text in, text out. */
public final class Reverse implements TaskFunction {
  @Override
  public String name() {
    return "reverse";
  }

  @Override
  public String help() {
    return "reverse TEXT: the text from its end";
  }

  @Override
  public String apply(String input, TaskContext context) {
    return new StringBuilder(input).reverse().toString();
  }
}
