package taskgrid.grid.client;

import com.hazelcast.core.IndeterminateOperationStateException;
import com.hazelcast.map.IMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.grid.Grid.TasksCancelled;
import taskgrid.grid.wire.FactKey;
import taskgrid.grid.wire.Facts;
import taskgrid.task.TaskNumbers;

/** Reads and writes the facts of jobs. Every fact is written once; the first writing stands. */
public final class FactStore {
  private static final int MAX_TRIES = 5;

  /** So many numbered facts come with the first look. */
  private static final int FIRST_LOOK = 4;

  private final IMap<FactKey, byte[]> jobs;

  public FactStore(IMap<FactKey, byte[]> jobs) {
    this.jobs = jobs;
  }

  /** The facts of a job; null if it was never created. Blocks. */
  public @Nullable JobFacts read(String job) {
    Set<FactKey> keys = numbered(job, 0, FIRST_LOOK);
    for (FactKey.Kind kind : FactKey.Kind.values()) {
      if (kind != FactKey.Kind.RETRIED) {
        keys.add(new FactKey(job, kind));
      }
    }
    Map<FactKey, byte[]> found = jobs.getAll(keys);
    List<byte[]> tasksCancelled = inOrder(job, found);
    Map<FactKey.Kind, byte[]> stored = new EnumMap<>(FactKey.Kind.class);
    found.forEach((key, value) -> stored.put(key.kind(), value));
    return Facts.read(job, stored, tasksCancelled);
  }

  /** Mostly there is none, and the first look finds that; who finds many looks further. */
  private List<byte[]> inOrder(String job, Map<FactKey, byte[]> firstLook) {
    List<byte[]> all = new ArrayList<>();
    Map<FactKey, byte[]> found = firstLook;
    int end = FIRST_LOOK;
    while (true) {
      byte[] next = found.get(new FactKey(job, FactKey.Kind.TASKS_CANCELLED, all.size()));
      if (next == null) {
        return all;
      }
      all.add(next);
      if (all.size() == end) {
        end *= 8;
        found = jobs.getAll(numbered(job, all.size(), end));
      }
    }
  }

  private static Set<FactKey> numbered(String job, int from, int to) {
    Set<FactKey> keys = new HashSet<>();
    for (int number = from; number < to; number++) {
      keys.add(new FactKey(job, FactKey.Kind.TASKS_CANCELLED, number));
    }
    return keys;
  }

  /** Some tasks are cancelled. Blocks. */
  public void cancelTasks(String job, TasksCancelled tasks) {
    byte[] fact = Facts.tasksCancelled(tasks);
    JobFacts facts = read(job);
    List<TasksCancelled> there = facts == null ? List.of() : facts.tasksCancelled();
    if (there.contains(tasks)) {
      return;
    }
    append(job, FactKey.Kind.TASKS_CANCELLED, there.size(), fact);
  }

  /** Writes the next of the numbered facts, whose number somebody else may take before us. */
  private void append(String job, FactKey.Kind kind, int next, byte[] fact) {
    int number = next;
    while (!Arrays.equals(write(new FactKey(job, kind, number), fact), fact)) {
      number++;
    }
  }

  /** Some failed tasks run again elsewhere. Blocks. */
  void retry(String job, TaskNumbers tasks) {
    append(job, FactKey.Kind.RETRIED, retried(job).size(), Facts.retried(tasks));
  }

  /** Which failed tasks run again elsewhere. Blocks. */
  List<TaskNumbers> retried(String job) {
    List<TaskNumbers> all = new ArrayList<>();
    while (true) {
      byte[] fact = jobs.get(new FactKey(job, FactKey.Kind.RETRIED, all.size()));
      if (fact == null) {
        return all;
      }
      all.add(Facts.retried(fact));
    }
  }

  /** Nothing more of the job is to be started; with {@code now}, what runs is to be stopped. */
  public void halt(String job, boolean now, String reason) {
    if (now) {
      write(job, FactKey.Kind.CANCELLED, Facts.cancelled(reason));
    } else {
      write(job, FactKey.Kind.HALTED, Facts.halted(reason));
    }
  }

  /** The job has so many tasks and no more. Blocks. */
  public void seal(String job, long tasks, long lastLine, boolean cutShort) {
    write(job, FactKey.Kind.SEALED, Facts.sealed(tasks, lastLine, cutShort));
  }

  /** Which items of a source were stored last; null if none were. Blocks. */
  public byte @Nullable [] reserved(String job) {
    return jobs.get(new FactKey(job, FactKey.Kind.SOURCE));
  }

  /** Writes that over what was there; false if something else is there by now. Blocks. */
  public boolean reserve(String job, byte @Nullable [] before, byte[] now) {
    FactKey key = new FactKey(job, FactKey.Kind.SOURCE);
    return before == null ? jobs.putIfAbsent(key, now) == null : jobs.replace(key, before, now);
  }

  /** Whether no more items of a source are wanted. Blocks. */
  public boolean drained(String job) {
    return jobs.containsKey(new FactKey(job, FactKey.Kind.DRAINED));
  }

  /** From now on so many tasks of a job may run at once. Blocks. */
  void limit(String job, int number) {
    jobs.set(new FactKey(job, FactKey.Kind.LIMIT), Facts.limit(number));
  }

  /** From now on so many tasks of a job may run at once on each member. Blocks. */
  void scale(String job, int number) {
    jobs.set(new FactKey(job, FactKey.Kind.COPIES), Facts.limit(number));
  }

  /** From now on the job is no more. Blocks. */
  public void forget(String job, long nowMillis) {
    write(job, FactKey.Kind.FORGOTTEN, Facts.forgotten(nowMillis));
  }

  /** Writes a fact unless it is written, until it is known to be safe. Blocks. */
  void write(String job, FactKey.Kind kind, byte[] fact) {
    write(new FactKey(job, kind), fact);
  }

  /** The same; returns what is written now. */
  private byte[] write(FactKey key, byte[] fact) {
    for (int tries = 1; ; tries++) {
      try {
        return writeOnce(key, fact);
      } catch (IndeterminateOperationStateException e) {
        // A member has just crashed and nobody knows whether it had the backup.
        if (tries == MAX_TRIES) {
          throw e;
        }
      }
    }
  }

  private byte[] writeOnce(FactKey key, byte[] fact) {
    byte[] before = jobs.putIfAbsent(key, fact);
    if (Arrays.equals(before, fact)) {
      // Ours, from a try whose answer was lost; only a set makes sure of the backup.
      jobs.set(key, fact);
    }
    return before == null ? fact : before;
  }

  /** Ids of the jobs that have options and are not forgotten. Blocks. */
  List<String> ids() {
    Set<String> created = new HashSet<>();
    Set<String> forgotten = new HashSet<>();
    for (FactKey key : jobs.keySet()) {
      if (key.kind() == FactKey.Kind.OPTIONS) {
        created.add(key.job());
      } else if (key.kind() == FactKey.Kind.FORGOTTEN) {
        forgotten.add(key.job());
      }
    }
    created.removeAll(forgotten);
    return created.stream().sorted().toList();
  }
}
