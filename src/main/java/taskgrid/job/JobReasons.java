package taskgrid.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.Look;
import taskgrid.task.JobState;
import taskgrid.task.JobStatus;

/** Why a job does not go on, or not as fast as it could, in words. */
final class JobReasons {
  private final Looks looks;
  private final JobStatus job;
  private final long submitterSilentMillis;
  private final @Nullable String nobody;

  /**
   * @param nobody why no member can run its tasks; null if some can
   */
  JobReasons(Looks looks, JobStatus job, long submitterSilentMillis, @Nullable String nobody) {
    this.nobody = nobody;
    this.looks = looks;
    this.job = job;
    this.submitterSilentMillis = submitterSilentMillis;
  }

  List<String> why() {
    List<String> reasons = new ArrayList<>();
    Map<String, Look.Load> loads = Reasons.loads(looks);
    Look.Load own = loads.getOrDefault(job.id(), new Look.Load(job.id(), 0, 0));
    retries(reasons);
    if (nobody != null) {
      reasons.add(nobody);
    } else if (own.waiting() > retrying()) {
      looks.seen().stream()
          .filter(member -> member.look().hindrance() != null)
          .forEach(member -> reasons.add(Reasons.hindered(member)));
      reasons.addAll(Reasons.others(looks, job.id()));
    }
    if (nobody == null && own.running() == 0 && own.waiting() > retrying()) {
      reasons.add(Reasons.slots(looks));
    } else if (nobody == null && runOthers(loads)) {
      reasons.add("shares the slots: " + Reasons.slots(looks));
    }
    submitter(own, reasons);
    return reasons;
  }

  private long retrying() {
    return looks.seen().stream().mapToLong(one -> one.look().retrying()).sum();
  }

  private void retries(List<String> reasons) {
    long first = Long.MAX_VALUE;
    for (Looks.Seen seen : looks.seen()) {
      if (seen.look().retrying() > 0) {
        first = Math.min(first, seen.look().nextRetryMillis());
      }
    }
    if (first < Long.MAX_VALUE) {
      reasons.add(
          Reasons.tasks(retrying())
              + (retrying() == 1 ? " waits" : " wait")
              + " for the next attempt, the first for "
              + Reasons.seconds(first));
    }
  }

  private boolean runOthers(Map<String, Look.Load> loads) {
    boolean others =
        loads.values().stream()
            .anyMatch(load -> !load.job().equals(job.id()) && load.running() > 0);
    Look.Load own = loads.get(job.id());
    return others && own != null && own.waiting() > 0;
  }

  private void submitter(Look.Load own, List<String> reasons) {
    boolean open = job.total() < 0 && job.state() != JobState.CANCELLING;
    if (!open) {
      return;
    }
    if (submitterSilentMillis >= DeriveState.LOST_MILLIS) {
      reasons.add(
          "its submitter has not been heard of for %d s; line %d is the last one received"
              .formatted(submitterSilentMillis / 1000, job.lastLine()));
    } else if (looks.seen().stream().allMatch(one -> one.look().full())) {
      reasons.add(
          "members are full: its submitter waits until results are read and memory is free");
    } else if (own.waiting() + own.running() == 0) {
      reasons.add("waits for its submitter to send more");
    }
  }
}
