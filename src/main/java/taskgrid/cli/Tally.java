package taskgrid.cli;

import java.util.HashSet;
import java.util.Set;
import taskgrid.task.TaskResult;

/** Counts results as they are written. For one thread. */
final class Tally {
  private final Set<String> members = new HashSet<>();
  private long succeeded;
  private long failed;
  private long cancelled;

  void add(TaskResult result) {
    switch (result.state()) {
      case SUCCEEDED -> succeeded++;
      case FAILED -> failed++;
      case CANCELLED -> cancelled++;
      default -> throw new IllegalStateException("task " + result.task() + " has not ended");
    }
    String member = result.member();
    if (member != null) {
      members.add(member);
    }
  }

  long done() {
    return succeeded + failed + cancelled;
  }

  long failed() {
    return failed;
  }

  long cancelled() {
    return cancelled;
  }

  int members() {
    return members.size();
  }

  Summary summary(String job, long nanos) {
    return new Summary(job, succeeded, failed, cancelled, nanos, members.size());
  }
}
