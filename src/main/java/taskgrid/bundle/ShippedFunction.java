package taskgrid.bundle;

import taskgrid.function.InvalidTask;
import taskgrid.function.TaskContext;
import taskgrid.function.TaskFunction;

/** A function of a jar, called as its code expects it: libraries look for what else is there. */
record ShippedFunction(TaskFunction function, ClassLoader loader) implements TaskFunction {
  @Override
  public String name() {
    return function.name();
  }

  @Override
  public String help() {
    return function.help();
  }

  @Override
  public String apply(String input, TaskContext context) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return function.apply(input, context);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public byte[] applyBytes(byte[] input, TaskContext context) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return function.applyBytes(input, context);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public void check(byte[] argument) throws InvalidTask {
    function.check(argument);
  }
}
