package taskgrid.real;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import taskgrid.real.inside.Execution;

/** All executions on all members that lived, held against what the guarantees allow. */
final class Executions {
  private final List<Life> lives;
  private final Observation observation;
  private final Predicate<String> jobs;
  private final Map<String, Map<Long, Integer>> counts = new HashMap<>();
  private long all;

  /** A task that ran more than once. */
  record Repeated(String job, long task, List<Run> runs) {
    /** Of several runs one needs no excuse. */
    boolean isAllowed() {
      return runs.stream().filter(run -> !run.life.excuses(run.execution)).count() <= 1;
    }

    boolean ranOn(Life life) {
      return runs.stream().anyMatch(run -> run.life == life);
    }

    /** The lives that ran it, for a list that is shorter than one of tasks. */
    String where() {
      return job + " on " + runs.stream().map(run -> run.life.toString()).sorted().toList();
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder("task " + job + "." + task + " ran on");
      runs.forEach(run -> text.append("\n    ").append(run));
      return text.toString();
    }
  }

  /** One of its runs. */
  record Run(Life life, Execution execution) {
    @Override
    public String toString() {
      return life + " from " + execution.startMillis() + " to " + execution.endMillis();
    }
  }

  Executions(Observation observation, List<Life> lives) throws IOException {
    this(observation, lives, job -> true);
  }

  /**
   * @param jobs whose executions are looked at
   */
  Executions(Observation observation, List<Life> lives, Predicate<String> jobs) throws IOException {
    this.observation = observation;
    this.lives = lives;
    this.jobs = jobs;
    for (Life life : lives) {
      observation.read(life.member().process(), this::count);
    }
  }

  private void count(Execution execution) {
    if (!jobs.test(execution.job())) {
      return;
    }
    counts
        .computeIfAbsent(execution.job(), job -> new HashMap<>())
        .merge(execution.task(), 1, Integer::sum);
    all++;
  }

  long all() {
    return all;
  }

  /** Every task that ran more than once. */
  List<Repeated> repeated() throws IOException {
    Map<String, Map<Long, List<Run>>> byTask = new TreeMap<>();
    for (Life life : lives) {
      observation.read(
          life.member().process(),
          run -> {
            if (jobs.test(run.job()) && counts.get(run.job()).get(run.task()) > 1) {
              byTask
                  .computeIfAbsent(run.job(), job -> new TreeMap<>())
                  .computeIfAbsent(run.task(), task -> new ArrayList<>())
                  .add(new Run(life, run));
            }
          });
    }
    List<Repeated> repeated = new ArrayList<>();
    byTask.forEach(
        (job, tasks) -> tasks.forEach((task, runs) -> repeated.add(new Repeated(job, task, runs))));
    return repeated;
  }
}
