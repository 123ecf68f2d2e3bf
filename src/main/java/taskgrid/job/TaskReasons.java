package taskgrid.job;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.grid.Grid.TasksCancelled;

/** Why a task that the grid holds does not run, in words. */
final class TaskReasons {
  private final Looks looks;
  private final JobFacts facts;
  private final long task;
  private final @Nullable String nobody;

  /**
   * @param nobody why no member can run it; null if some can
   */
  TaskReasons(Looks looks, JobFacts facts, long task, @Nullable String nobody) {
    this.nobody = nobody;
    this.looks = looks;
    this.facts = facts;
    this.task = task;
  }

  String why() {
    String cancelled = cancelled();
    if (cancelled != null) {
      return cancelled;
    }
    Looks.Seen owner = looks.owner();
    if (owner == null) {
      return "the member that has it is taking it over, and says more in a moment";
    }
    return switch (owner.line().state()) {
      case ENDED -> "it has ended, and its result is on its way into the log";
      case CLAIMED -> "a slot has taken it and is about to start it";
      case SUSPECT -> "it may have taken a member down, and waits until it can be run alone";
      case RETRYING -> retry(owner.line().retryMillis());
      case WAITING, UNKNOWN -> waiting(owner);
    };
  }

  private @Nullable String cancelled() {
    if (facts.cancelled()) {
      return "its job is cancelled, and it ends in a moment";
    }
    for (TasksCancelled some : facts.tasksCancelled()) {
      if (some.tasks().contains(task)) {
        return "it is cancelled, and ends in a moment";
      }
    }
    return null;
  }

  private static String retry(long millis) {
    return millis == 0
        ? "its next attempt is left to another member for half a second"
        : "its next attempt begins in " + Reasons.seconds(millis);
  }

  private String waiting(Looks.Seen owner) {
    List<String> parts = new ArrayList<>();
    long ahead = owner.line().ahead();
    if (ahead > 0) {
      parts.add("waits behind " + Reasons.tasks(ahead) + " of its job");
    }
    if (nobody != null) {
      parts.add(nobody);
    } else if (owner.look().hindrance() != null) {
      parts.add(Reasons.hindered(owner));
    } else {
      parts.addAll(Reasons.others(looks, facts.job()));
      parts.add(Reasons.slots(looks));
    }
    return String.join("; ", parts);
  }
}
