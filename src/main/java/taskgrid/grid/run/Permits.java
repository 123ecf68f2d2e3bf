package taskgrid.grid.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The permits that this member holds for tasks of jobs with limits. A run uses one of each limit
 * that it is under, and a slot that goes on with the same job finds it there again. The owner of
 * the job's facts lends them; what is not used goes back to it within some milliseconds, and what
 * others wait for after a turn.
 *
 * <p>A member says how many it holds, never how many it takes or returns: so what it says may be
 * repeated, and a new owner has only to ask everybody.
 *
 * <p>Guarded by its monitor.
 */
public final class Permits {
  /** So long a permit may be used here while other members wait for it. */
  private static final long TURN = TimeUnit.MILLISECONDS.toNanos(100);

  /** After so long a member that holds something asks whether others wait. */
  private static final long REPORT = TimeUnit.MILLISECONDS.toNanos(50);

  private final Map<String, Map<String, Held>> jobs = new HashMap<>();

  /** Grants that were on their way when somebody asked what is held here do not count. */
  private final Map<String, Integer> questions = new HashMap<>();

  /** Idle slots: more than these can use is not wanted. */
  private int room;

  /**
   * A limit that a task is under.
   *
   * @param value {@link #ALL}, {@link #HERE}, or what the line counts as behind an {@code =}
   * @param here of {@link #HERE}, how many tasks that are, which nobody has to lend; else 0
   */
  public record Key(String job, String value, int here) {
    /** A limit of the whole grid. */
    public Key(String job, String value) {
      this(job, value, 0);
    }
  }

  private static final long NEVER = Long.MIN_VALUE;

  /** In place of a value: all tasks of the job. */
  public static final String ALL = "";

  /** In place of a value: all tasks of the job on this member. */
  public static final String HERE = "@";

  /** What this member has of one limit. */
  private static final class Held {
    private int held;
    private int used;
    private int wanted;

    /** Whether some of it was used since the last report. */
    private boolean touched;

    private boolean contested;
    private long since;
    private long reported = NEVER;

    boolean isOver() {
      return held == 0 && used == 0 && wanted == 0;
    }
  }

  /**
   * What a member says of a limit.
   *
   * @param held permits that it has
   * @param wanted how many more it could use now
   */
  public record Ask(String value, int held, int wanted) {}

  /**
   * What it is answered.
   *
   * @param granted how many more it has now
   * @param contested whether others wait
   */
  public record Grant(String value, int granted, boolean contested) {}

  /**
   * What a member says of a job's limits.
   *
   * @param question how often it had been asked what it holds before it said so
   */
  public record Report(String job, int question, List<Ask> asks) {}

  /** So many slots have nothing to do; what is asked for from now on is for them. */
  public synchronized void idle(int slots) {
    room = slots;
  }

  /** Whether a task under these limits could start now. If not, what is missing is wanted. */
  synchronized boolean mayUse(List<Key> keys) {
    boolean all = true;
    for (Key key : keys) {
      Held held = held(key);
      if (key.here() > 0) {
        held.held = key.here();
        all &= held.used < held.held;
      } else if (held.used >= held.held) {
        all = false;
        if (held.wanted < room) {
          held.wanted = key.value().equals(ALL) ? room : held.wanted + 1;
        }
      }
    }
    return all;
  }

  /** Takes a permit of each for a task, if there is one of each. */
  synchronized boolean use(List<Key> keys) {
    if (!mayUse(keys)) {
      return false;
    }
    for (Key key : keys) {
      Held held = held(key);
      held.used++;
      held.touched = true;
    }
    return true;
  }

  /** The task has ended. */
  synchronized void release(List<Key> keys, long now) {
    for (Key key : keys) {
      Held held = jobs.getOrDefault(key.job(), Map.of()).get(key.value());
      if (held == null) {
        // The job was forgotten meanwhile.
        continue;
      }
      held.used--;
      if (key.here() == 0 && held.contested && now - held.since >= TURN && held.held > held.used) {
        held.held = held.used;
        held.reported = NEVER;
      }
    }
  }

  private Held held(Key key) {
    return jobs.computeIfAbsent(key.job(), job -> new HashMap<>())
        .computeIfAbsent(key.value(), value -> new Held());
  }

  /** Jobs of which permits are held or wanted. */
  public synchronized Set<String> jobs() {
    return new HashSet<>(jobs.keySet());
  }

  /** Why nothing of a job can be started for want of permits; false if something could. */
  public synchronized boolean isShort(String job) {
    Map<String, Held> limits = jobs.getOrDefault(job, Map.of());
    return isUsedUp(limits.get(ALL)) || isUsedUp(limits.get(HERE));
  }

  /** Jobs of which as many tasks run here as may on one member. */
  synchronized Set<String> full() {
    Set<String> full = Set.of();
    for (Map.Entry<String, Map<String, Held>> job : jobs.entrySet()) {
      if (isUsedUp(job.getValue().get(HERE))) {
        full = full.isEmpty() ? new HashSet<>() : full;
        full.add(job.getKey());
      }
    }
    return full;
  }

  private static boolean isUsedUp(@Nullable Held held) {
    return held != null && held.used >= held.held;
  }

  /**
   * What to say of a job now. Permits that nobody uses and nobody wants are held no longer. {@link
   * #granted} or {@link #failed} must follow.
   *
   * @return no asks if there is nothing to say
   */
  public synchronized Report report(String job, long now) {
    List<Ask> asks = new ArrayList<>();
    jobs.getOrDefault(job, Map.of())
        .forEach(
            (value, held) -> {
              if (value.equals(HERE)) {
                return;
              }
              if (held.wanted == 0 && held.held > held.used) {
                // A slot that takes turns between jobs comes back in a moment.
                if (held.contested || !held.touched) {
                  held.held = held.used;
                  held.reported = NEVER;
                }
                held.touched = false;
              }
              boolean due = held.reported == NEVER || now - held.reported >= REPORT;
              if (due || held.wanted > 0) {
                asks.add(new Ask(value, held.held, held.wanted));
                held.reported = now;
              }
              held.wanted = 0;
            });
    return new Report(job, questions.getOrDefault(job, 0), asks);
  }

  /** The answer to a report. Returns whether something can be started that could not before. */
  public synchronized boolean granted(Report report, List<Grant> grants, long now) {
    Map<String, Held> limits = jobs.getOrDefault(report.job(), Map.of());
    if (grants.isEmpty() || report.question() != questions.getOrDefault(report.job(), 0)) {
      // Whoever has asked meanwhile does not know of these; he is told what is held here.
      failed(report);
      return false;
    }
    boolean any = false;
    for (Grant grant : grants) {
      Held held = limits.get(grant.value());
      if (held == null) {
        continue;
      }
      held.contested = grant.contested();
      if (grant.granted() > 0) {
        held.since = held.held == 0 ? now : held.since;
        held.held += grant.granted();
        any = true;
      } else if (held.isOver()) {
        limits.remove(grant.value());
      }
    }
    if (limits.isEmpty()) {
      jobs.remove(report.job());
    }
    return any;
  }

  /** Nobody has heard a report: it is said again. */
  public synchronized void failed(Report report) {
    Map<String, Held> limits = jobs.getOrDefault(report.job(), Map.of());
    for (Ask ask : report.asks()) {
      Held held = limits.get(ask.value());
      if (held != null) {
        held.reported = NEVER;
      }
    }
  }

  /** What this member holds of a job, for somebody who will lend the rest to others. */
  public synchronized List<Ask> answer(String job) {
    questions.merge(job, 1, Integer::sum);
    List<Ask> held = new ArrayList<>();
    jobs.getOrDefault(job, Map.of())
        .forEach(
            (value, limit) -> {
              if (!value.equals(HERE)) {
                held.add(new Ask(value, limit.held, 0));
              }
            });
    return held;
  }

  /** Lets go of what was noted of other jobs than these: they are no more. */
  public synchronized void keep(Predicate<String> known) {
    jobs.keySet().removeIf(job -> !known.test(job));
    questions.keySet().removeIf(job -> !known.test(job));
  }
}
