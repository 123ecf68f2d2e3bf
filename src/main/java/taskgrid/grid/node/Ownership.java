package taskgrid.grid.node;

import com.hazelcast.internal.partition.InternalPartitionService;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import taskgrid.grid.BatchKey;

/**
 * In which partitions this member may start tasks: those that it owns, that are not about to leave,
 * and whose running tasks elsewhere it has asked for.
 *
 * <p>States are written by the partition's own thread and by recovery, read by everybody.
 */
final class Ownership {
  private static final int SETTLED = 0;
  private static final int LEAVING = 1;
  private static final int RECOVERING = 2;

  private final InternalPartitionService partitions;
  private final AtomicIntegerArray states;
  private final Map<Integer, Integer> partitionOfRoute = new ConcurrentHashMap<>();

  Ownership(InternalPartitionService partitions) {
    this.partitions = partitions;
    this.states = new AtomicIntegerArray(partitions.getPartitionCount());
  }

  int partitionOf(BatchKey key) {
    return partitionOfRoute.computeIfAbsent(key.route(), partitions::getPartitionId);
  }

  boolean owns(int partition) {
    return partitions.getPartition(partition, false).isLocal();
  }

  boolean owns(BatchKey key) {
    return owns(partitionOf(key));
  }

  /** Whether tasks of this partition may be started here now. */
  boolean mayStart(int partition) {
    return states.get(partition) == SETTLED && owns(partition);
  }

  boolean recovering(int partition) {
    return states.get(partition) == RECOVERING;
  }

  void leaving(int partition) {
    states.set(partition, LEAVING);
  }

  void recover(int partition) {
    states.set(partition, RECOVERING);
  }

  void settled(int partition) {
    states.set(partition, SETTLED);
  }

  /** Recovery is done, unless the partition has begun to leave meanwhile. */
  void recovered(int partition) {
    states.compareAndSet(partition, RECOVERING, SETTLED);
  }

  int partitionCount() {
    return states.length();
  }
}
