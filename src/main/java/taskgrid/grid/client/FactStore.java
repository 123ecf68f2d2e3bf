package taskgrid.grid.client;

import com.hazelcast.core.IndeterminateOperationStateException;
import com.hazelcast.map.IMap;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.grid.wire.Codec;
import taskgrid.grid.wire.FactKey;
import taskgrid.grid.wire.Facts;

/** Reads and writes the facts of jobs. Every fact is written once; the first writing stands. */
public final class FactStore {
  private static final int MAX_TRIES = 5;

  private final IMap<FactKey, byte[]> jobs;

  public FactStore(IMap<FactKey, byte[]> jobs) {
    this.jobs = jobs;
  }

  /** The facts of a job; null if it was never created. Blocks. */
  public @Nullable JobFacts read(String job) {
    Set<FactKey> keys = new HashSet<>();
    for (FactKey.Kind kind : FactKey.Kind.values()) {
      keys.add(new FactKey(job, kind));
    }
    Map<FactKey.Kind, byte[]> stored = new EnumMap<>(FactKey.Kind.class);
    jobs.getAll(keys).forEach((key, value) -> stored.put(key.kind(), value));
    return Codec.facts(job, stored);
  }

  /** From now on the job is no more. Blocks. */
  public void forget(String job, long nowMillis) {
    write(job, FactKey.Kind.FORGOTTEN, Facts.forgotten(nowMillis));
  }

  /** Writes a fact unless it is written, until it is known to be safe. Blocks. */
  void write(String job, FactKey.Kind kind, byte[] fact) {
    for (int tries = 1; ; tries++) {
      try {
        writeOnce(new FactKey(job, kind), fact);
        return;
      } catch (IndeterminateOperationStateException e) {
        // A member has just crashed and nobody knows whether it had the backup.
        if (tries == MAX_TRIES) {
          throw e;
        }
      }
    }
  }

  private void writeOnce(FactKey key, byte[] fact) {
    byte[] before = jobs.putIfAbsent(key, fact);
    if (Arrays.equals(before, fact)) {
      // Ours, from a try whose answer was lost; only a set makes sure of the backup.
      jobs.set(key, fact);
    }
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
