package taskgrid.grid.wire;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import taskgrid.grid.BatchKey;

/**
 * The three maps of the grid.
 *
 * @param tasks the work left: batches by key
 * @param results logs: segments and stubs, each in the partition of its batch
 * @param jobs the facts of jobs
 */
public record GridMaps(
    IMap<BatchKey, byte[]> tasks, IMap<SegmentKey, byte[]> results, IMap<FactKey, byte[]> jobs) {
  public static final String TASKS = "tasks";
  public static final String RESULTS = "results";
  public static final String JOBS = "jobs";
  public static final String EXECUTOR = "grid";

  public static GridMaps of(HazelcastInstance instance) {
    return new GridMaps(instance.getMap(TASKS), instance.getMap(RESULTS), instance.getMap(JOBS));
  }
}
