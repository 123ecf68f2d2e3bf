package taskgrid.bundle;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import taskgrid.function.TaskContext;
import taskgrid.function.TaskFailed;
import taskgrid.function.TaskFunction;

/** The functions of one job's jars, as {@link ServiceLoader} finds them, in their class loader. */
final class JarFunctions implements AutoCloseable {
  private final URLClassLoader loader;
  private final Map<String, TaskFunction> functions = new LinkedHashMap<>();

  /** Why not all of them could be loaded; null if they could. */
  private final @Nullable String broken;

  private JarFunctions(List<Path> jars, URLClassLoader loader) {
    this.loader = loader;
    String names =
        jars.stream()
            .map(jar -> String.valueOf(jar.getFileName()))
            .collect(Collectors.joining(", "));
    String why = null;
    try {
      for (TaskFunction function : ServiceLoader.load(TaskFunction.class, loader)) {
        functions.put(function.name(), new ShippedFunction(function, loader));
      }
    } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
      // Code that is not ours: whatever is wrong with it, the job's tasks say it.
      why = names + ": " + why(e);
    }
    this.broken = why;
  }

  static JarFunctions load(List<Path> jars) {
    URL[] urls = jars.stream().map(JarFunctions::url).toArray(URL[]::new);
    return new JarFunctions(jars, new URLClassLoader("shipped", urls, new FunctionsOnly()));
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("every file has a URL: " + jar, e);
    }
  }

  /** What went wrong, and what made it so; errors whose message says little with their names. */
  private static String why(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String what =
        failure instanceof ServiceConfigurationError && failure.getMessage() != null
            ? failure.getMessage()
            : failure.toString();
    return root.equals(failure) ? what : what + ": " + root;
  }

  @Nullable TaskFunction find(String name) {
    return functions.get(name);
  }

  Collection<TaskFunction> all() {
    return Collections.unmodifiableCollection(functions.values());
  }

  /** Why not all functions could be loaded; null if they could. */
  @Nullable String broken() {
    return broken;
  }

  /** What stands for a function that may be one of those that could not be loaded. */
  @Nullable TaskFunction instead(String name) {
    return broken == null ? null : new Broken(name, broken);
  }

  /** Says why it cannot be called. */
  private record Broken(String name, String why) implements TaskFunction {
    @Override
    public String apply(String input, TaskContext context) throws TaskFailed {
      throw new TaskFailed(
          "functions cannot be loaded at member %s: %s".formatted(context.member(), why));
    }
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
