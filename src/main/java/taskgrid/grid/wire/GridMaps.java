package taskgrid.grid.wire;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import java.util.UUID;
import taskgrid.grid.BatchKey;

/**
 * The maps of the grid.
 *
 * @param tasks the work left: batches by key
 * @param results logs: segments and stubs, each in the partition of its batch
 * @param jobs the facts of jobs
 * @param marks what each member may be running, by its process
 */
public record GridMaps(
    IMap<BatchKey, byte[]> tasks,
    IMap<SegmentKey, byte[]> results,
    IMap<FactKey, byte[]> jobs,
    IMap<UUID, byte[]> marks) {
  public static final String TASKS = "tasks";
  public static final String RESULTS = "results";
  public static final String JOBS = "jobs";
  public static final String MARKS = "marks";
  public static final String EXECUTOR = "grid";

  /** Bytes of batches and logs that this member holds, its own and others' backups. */
  public long bytesHere() {
    return tasks.getLocalMapStats().getHeapCost() + results.getLocalMapStats().getHeapCost();
  }

  public static GridMaps of(HazelcastInstance instance) {
    return new GridMaps(
        instance.getMap(TASKS),
        instance.getMap(RESULTS),
        instance.getMap(JOBS),
        instance.getMap(MARKS));
  }
}
