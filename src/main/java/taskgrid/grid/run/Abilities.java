package taskgrid.grid.run;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import taskgrid.task.JobOptions;
import taskgrid.task.Shipped;

/**
 * What a member can run.
 *
 * @param labels what placement can ask for
 * @param shell whether it runs commands
 * @param bundles ids of the shipped files that it has
 * @param limited whether it takes tasks of jobs with limits, for which it may have to wait
 * @param full jobs of which it runs as many tasks as it may, and takes no more from others
 */
public record Abilities(
    Map<String, String> labels,
    boolean shell,
    Set<String> bundles,
    boolean limited,
    Set<String> full) {
  public Abilities {
    labels = Map.copyOf(labels);
    bundles = Set.copyOf(bundles);
    full = Set.copyOf(full);
  }

  /** Of a member that has no shipped files. */
  public Abilities(Map<String, String> labels, boolean shell) {
    this(labels, shell, Set.of(), true, Set.of());
  }

  /**
   * The same, as far as limits allow.
   *
   * @param limitedNow whether it takes tasks of jobs with limits
   * @param fullNow jobs of which it takes no more
   */
  public Abilities within(boolean limitedNow, Set<String> fullNow) {
    return new Abilities(labels, shell, bundles, limitedNow, fullNow);
  }

  /** Whether a claim that says this is given all that one would be given that says the other. */
  public boolean takesAllThat(Abilities other) {
    return labels.equals(other.labels)
        && shell == other.shell
        && bundles.containsAll(other.bundles)
        && (limited || !other.limited)
        && other.full.containsAll(full);
  }

  /** The same, but for the tasks of a job. */
  public Abilities without(String job) {
    Set<String> more = new HashSet<>(full);
    more.add(job);
    return new Abilities(labels, shell, bundles, limited, more);
  }

  /** Whether it takes tasks of a job from another member, as far as limits are concerned. */
  boolean takes(JobContext job) {
    return job.limits().isNone() || (limited && !full.contains(job.job()));
  }

  /** Whether it can run the tasks of a job with these options. */
  public boolean run(JobOptions options) {
    return options.canRunOn(shell, labels) && !lacks(options);
  }

  /** Whether it could run them if it had the job's files. */
  public boolean lacksOnlyFiles(JobOptions options) {
    return options.canRunOn(shell, labels) && lacks(options);
  }

  private boolean lacks(JobOptions options) {
    Shipped shipped = options.shipped();
    return shipped != null && !bundles.contains(shipped.id());
  }

  /** Why it cannot run them, in words that follow its name; null if it can. */
  public @Nullable String whyNot(JobOptions options) {
    if (!shell && options.commands().needed()) {
      return "runs no commands";
    }
    if (!options.placement().allows(labels)) {
      return "does not match " + options.placement().where();
    }
    return lacks(options) ? "does not have the files of the job yet" : null;
  }
}
