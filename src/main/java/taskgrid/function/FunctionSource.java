package taskgrid.function;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Where functions come from: a name, for a job, to a function. */
public interface FunctionSource {
  /** The function of this name as the given job sees it; null if there is none. */
  @Nullable TaskFunction find(String name, String job);

  /** All functions, in the order in which people should read about them. */
  Collection<TaskFunction> all();
}
