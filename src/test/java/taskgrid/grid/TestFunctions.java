package taskgrid.grid;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import taskgrid.function.BuiltInFunctions;
import taskgrid.function.FunctionSource;
import taskgrid.function.TaskContext;
import taskgrid.function.TaskFunction;

/** A test's own functions, beside the built-in ones. */
public final class TestFunctions implements FunctionSource {
  private final FunctionSource builtIn = BuiltInFunctions.with(null);
  private final Map<String, TaskFunction> own = new ConcurrentHashMap<>();

  /** What a function does. */
  public interface Body {
    String apply(String input, TaskContext context) throws Exception;
  }

  public TestFunctions with(String name, Body body) {
    own.put(name, new Named(name, body));
    return this;
  }

  @Override
  public TaskFunction find(String name, String job) {
    TaskFunction found = own.get(name);
    return found != null ? found : builtIn.find(name, job);
  }

  @Override
  public Collection<TaskFunction> all() {
    List<TaskFunction> all = new ArrayList<>(own.values());
    all.addAll(builtIn.all());
    return all;
  }

  private record Named(String name, Body body) implements TaskFunction {
    @Override
    public String apply(String input, TaskContext context) throws Exception {
      return body.apply(input, context);
    }
  }
}
