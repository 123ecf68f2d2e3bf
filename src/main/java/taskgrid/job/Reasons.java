package taskgrid.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import taskgrid.grid.Look;

/** What keeps tasks from running, in words that fit tasks and jobs. */
final class Reasons {
  private static final int SHOWN_JOBS = 3;

  private Reasons() {}

  static String tasks(long count) {
    return count == 1 ? "1 task" : count + " tasks";
  }

  static String seconds(long millis) {
    return millis < 10_000
        ? String.format(Locale.ROOT, "%.1f s", millis / 1000.0)
        : millis / 1000 + " s";
  }

  static String hindered(Looks.Seen member) {
    return member.member() + " starts nothing of it now: " + member.look().hindrance();
  }

  /** All slots, and what they are busy with. */
  static String slots(Looks looks) {
    long slots = looks.seen().stream().mapToLong(one -> one.look().slots()).sum();
    Map<String, Look.Load> loads = loads(looks);
    long running = loads.values().stream().mapToLong(Look.Load::running).sum();
    if (running < slots) {
      return (slots - running) + " of " + slots + " slots are free: it should start in a moment";
    }
    List<String> busy = new ArrayList<>();
    for (Look.Load load : loads.values()) {
      if (load.running() > 0 && busy.size() < SHOWN_JOBS) {
        busy.add(tasks(load.running()) + " of job " + load.job());
      }
    }
    return (slots == 1 ? "the only slot is busy" : "all " + slots + " slots are busy")
        + " with "
        + String.join(", ", busy);
  }

  /** Other jobs that wait for the same slots. */
  static List<String> others(Looks looks, String job) {
    List<String> others = new ArrayList<>();
    for (Look.Load load : loads(looks).values()) {
      if (!load.job().equals(job) && load.waiting() > 0 && others.size() < SHOWN_JOBS) {
        others.add(
            "takes turns with job "
                + load.job()
                + ", of which "
                + tasks(load.waiting())
                + (load.waiting() == 1 ? " waits" : " wait"));
      }
    }
    return others;
  }

  /** By job, over all members. */
  static Map<String, Look.Load> loads(Looks looks) {
    Map<String, Look.Load> sum = new TreeMap<>();
    for (Looks.Seen seen : looks.seen()) {
      for (Look.Load load : seen.look().loads()) {
        sum.merge(load.job(), load, Look.Load::plus);
      }
    }
    return sum;
  }
}
