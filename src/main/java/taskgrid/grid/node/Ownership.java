package taskgrid.grid.node;

import com.hazelcast.internal.partition.InternalPartitionService;
import com.hazelcast.internal.partition.PartitionReplica;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.wire.FactKey;

/**
 * In which partitions this member may start tasks: those that it owns, that are not about to leave,
 * and whose running tasks elsewhere it has asked for.
 *
 * <p>States are written by the partition's own thread and by recovery, read by everybody.
 */
final class Ownership {
  /** Bits of a partition's state: it may be leaving again while it is still being taken over. */
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

  /** Whether partitions have been given to members at all; before that nothing is stored. */
  boolean areAssigned() {
    return partitions.isPartitionAssignmentDone();
  }

  /** Has partitions given to members, if they are not yet; does not wait for it. */
  void assign() {
    partitions.getPartitionOwner(0);
  }

  boolean owns(int partition) {
    return partitions.getPartition(partition, false).isLocal();
  }

  boolean owns(BatchKey key) {
    return owns(partitionOf(key));
  }

  /** The member that owns a batch's partition now; null while nobody does. */
  @Nullable UUID ownerOf(BatchKey key) {
    PartitionReplica owner =
        partitions.getPartition(partitionOf(key), false).getOwnerReplicaOrNull();
    return owner == null ? null : owner.uuid();
  }

  /** The member that owns the facts of a job now; null while nobody does. */
  @Nullable UUID ownerOfFacts(String job) {
    int partition = partitions.getPartitionId(new FactKey(job, FactKey.Kind.OPTIONS));
    PartitionReplica owner = partitions.getPartition(partition, false).getOwnerReplicaOrNull();
    return owner == null ? null : owner.uuid();
  }

  /** Whether tasks of this partition may be started here now. */
  boolean mayStart(int partition) {
    return states.get(partition) == 0 && owns(partition);
  }

  boolean recovering(int partition) {
    return (states.get(partition) & RECOVERING) != 0;
  }

  /** Whether any partition is being taken over, so that its logs may not be known yet. */
  boolean recoversAny() {
    for (int partition = 0; partition < states.length(); partition++) {
      if (recovering(partition)) {
        return true;
      }
    }
    return false;
  }

  /** A number that changes whenever a partition gets another owner. */
  long stamp() {
    return partitions.getPartitionStateStamp();
  }

  /** Whether it is being handed to another member, which may own it already. */
  boolean leaving(BatchKey key) {
    return (states.get(partitionOf(key)) & LEAVING) != 0;
  }

  void leaving(int partition) {
    states.getAndUpdate(partition, state -> state | LEAVING);
  }

  /** It does not leave after all; if it was being taken over, that goes on. */
  void stays(int partition) {
    states.getAndUpdate(partition, state -> state & ~LEAVING);
  }

  void left(int partition) {
    states.set(partition, 0);
  }

  /** It has come, and nothing is known yet of what runs in it. */
  void recover(int partition) {
    states.set(partition, RECOVERING);
  }

  void recovered(int partition) {
    states.getAndUpdate(partition, state -> state & ~RECOVERING);
  }

  int partitionCount() {
    return states.length();
  }
}
