package taskgrid.grid;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import taskgrid.function.TaskContext;

/** Which member ran which task, every time that one did. */
public final class Executions {
  private final ConcurrentLinkedQueue<Execution> all = new ConcurrentLinkedQueue<>();

  /** One attempt at one task. */
  public record Execution(String job, long task, int attempt, String member) {}

  public void note(TaskContext context) {
    all.add(new Execution(context.job(), context.task(), context.attempt(), context.member()));
  }

  public int count() {
    return all.size();
  }

  public List<Execution> all() {
    return List.copyOf(all);
  }

  /** By task the members that ran it, of tasks that were run more than once. */
  public Map<Long, List<String>> repeated() {
    Map<Long, List<String>> byTask = new TreeMap<>();
    for (Execution execution : all) {
      byTask.computeIfAbsent(execution.task(), task -> new ArrayList<>()).add(execution.member());
    }
    byTask.values().removeIf(members -> members.size() == 1);
    return byTask;
  }
}
