package taskgrid.grid.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import taskgrid.function.FunctionSource;
import taskgrid.grid.Bundles;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.grid.Grid.TasksCancelled;
import taskgrid.grid.client.FactStore;
import taskgrid.grid.run.Dispatcher;
import taskgrid.grid.run.JobContext;
import taskgrid.task.Shipped;

/** The jobs that this member has met, with their facts as last read. */
final class JobContexts implements Dispatcher.Jobs {
  private final FactStore facts;
  private final FunctionSource functions;
  private final Bundles bundles;
  private final BundleFetch fetch;
  private final Map<String, JobContext> contexts = new ConcurrentHashMap<>();

  JobContexts(FactStore facts, FunctionSource functions, Bundles bundles, BundleFetch fetch) {
    this.facts = facts;
    this.functions = functions;
    this.bundles = bundles;
    this.fetch = fetch;
  }

  @Override
  public @Nullable JobContext of(String job) {
    JobContext known = contexts.get(job);
    return known != null ? known : refresh(job);
  }

  /** What is known without asking the grid; null if nothing. */
  @Nullable JobContext known(String job) {
    return contexts.get(job);
  }

  /** Reads the facts anew; null if there are none (any more). Blocks. */
  @Nullable JobContext refresh(String job) {
    JobFacts read = facts.read(job);
    if (read == null) {
      return contexts.get(job);
    }
    Shipped shipped = read.options().shipped();
    if (shipped != null && !read.forgotten() && (!contexts.containsKey(job) || !fetch.has(read))) {
      fetch.need(job, shipped);
    }
    JobContext context =
        contexts.computeIfAbsent(job, j -> new JobContext(read, functions, bundles));
    JobFacts whole = restore(read, context.facts()) ? facts.read(job) : read;
    if (whole != null) {
      context.facts(whole);
    }
    return context;
  }

  /**
   * Two halves of a split grid number their facts alike, and when they meet one of the same number
   * is dropped: who remembers it writes it again. Returns whether there was such a one.
   */
  private boolean restore(JobFacts now, JobFacts before) {
    List<TasksCancelled> dropped = new ArrayList<>(before.tasksCancelled());
    dropped.removeAll(now.tasksCancelled());
    if (now.forgotten()) {
      // They are being deleted with all that was of the job.
      return false;
    }
    dropped.forEach(tasks -> facts.cancelTasks(now.job(), tasks));
    return !dropped.isEmpty();
  }

  void forget(String job) {
    JobContext context = contexts.remove(job);
    if (context != null) {
      context.close();
      if (context.facts().options().shipped() != null) {
        fetch.forget(job);
      }
    }
  }
}
