package taskgrid.bundle;

import taskgrid.function.TaskFunction;

/**
 * What shipped code sees of this process: Java, and what it needs to be a {@link TaskFunction}. Our
 * libraries it does not see, so it can bring other versions of them.
 */
final class FunctionsOnly extends ClassLoader {
  private static final String FUNCTION = "taskgrid.function.";
  private static final String TASK = "taskgrid.task.";

  FunctionsOnly() {
    super("taskgrid-functions", ClassLoader.getPlatformClassLoader());
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (name.startsWith(FUNCTION) || name.startsWith(TASK)) {
      return Class.forName(name, false, TaskFunction.class.getClassLoader());
    }
    throw new ClassNotFoundException(name);
  }
}
