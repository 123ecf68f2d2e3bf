package taskgrid.function;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import taskgrid.task.JobOptions;

/** Where functions come from: a name, for a job, to a function. */
public interface FunctionSource {
  /** The function of this name as the given job sees it; null if there is none. */
  @Nullable TaskFunction find(String name, String job);

  /** The same functions as a job with these options has them. */
  default FunctionSource of(JobOptions options) {
    return this;
  }

  /** Lets go of what {@link #of} may have loaded; nothing is called any more. */
  default void close() {
    // Most have loaded nothing.
  }

  /** All functions, in the order in which people should read about them. */
  Collection<TaskFunction> all();
}
