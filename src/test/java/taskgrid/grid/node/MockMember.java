package taskgrid.grid.node;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.test.Accessors;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import taskgrid.grid.BatchKey;
import taskgrid.grid.Grid;
import taskgrid.grid.run.HeldClaims;
import taskgrid.grid.wire.GridMaps;
import taskgrid.grid.wire.SegmentKey;

/** A member of a test's grid, and what can be seen inside it. */
public final class MockMember {
  private final HazelcastInstance instance;
  private final GridNode node;
  private final RunningNode running;
  private final String address;
  private boolean gone;

  MockMember(HazelcastInstance instance, GridNode node) {
    this.instance = instance;
    this.node = node;
    this.running = new RunningNode(instance, node);
    this.address = running.address();
  }

  /** Its address, also when it is gone. */
  public String address() {
    return address;
  }

  public UUID id() {
    return instance.getCluster().getLocalMember().getUuid();
  }

  public Grid grid() {
    return running.grid();
  }

  public GridMaps maps() {
    return GridMaps.of(instance);
  }

  /** Whether the grid has no work left; false if this member ends while it is asked. */
  public boolean hasNoWork() {
    try {
      return maps().tasks().isEmpty();
    } catch (HazelcastInstanceNotActiveException gone) {
      return false;
    }
  }

  public HazelcastInstance instance() {
    return instance;
  }

  public boolean gone() {
    return gone;
  }

  /** Ends without a word to anybody. */
  public void kill() {
    gone = true;
    running.close();
  }

  /** Leaves in order. */
  public void leave() throws InterruptedException {
    gone = true;
    running.drain(Duration.ofSeconds(60));
  }

  /** Does at once what it does once in a while. */
  public void sweep() {
    node.sweepOld();
  }

  /** How many members this one sees. */
  public int members() {
    return running.members();
  }

  /** Whether partitions have been given to members for the first time. */
  public boolean areAssigned() {
    return Accessors.getPartitionService(instance).isPartitionAssignmentDone();
  }

  /** Whether every partition has its backup and nothing moves. */
  public boolean settled() {
    return instance.getPartitionService().isClusterSafe();
  }

  /** What it has and holds, for the message of a test that fails. */
  public String look() {
    StringBuilder look = new StringBuilder();
    look.append(node.dispatcher().load(null)).append(", holds ").append(held());
    node.dispatcher()
        .open()
        .forEach(
            (key, batch) -> {
              look.append("\n  ").append(key).append(": ").append(batch.waiting());
              look.append(" waiting, ").append(batch.running()).append(" running");
              for (UUID holder : batch.holders()) {
                look.append(", ").append(holder).append(" has ").append(batch.heldBy(holder));
              }
            });
    for (BatchKey key : ownBatches()) {
      if (!openBatches().contains(key)) {
        look.append("\n  ").append(key).append(knows(key) ? " is known" : " is not known");
      }
    }
    return look.toString();
  }

  public List<BatchKey> openBatches() {
    return List.copyOf(node.dispatcher().open().keySet());
  }

  /** As if the event of a stored batch had never come here. */
  public void neverHeardOf(BatchKey key) {
    node.dispatcher().forget(key);
  }

  /** Tasks that wait here, of all jobs. */
  public long waiting() {
    return node.dispatcher().load(null).waiting();
  }

  /** Whether a slot would find something to do. */
  public boolean hasReady() {
    return node.dispatcher().hasReady();
  }

  /** Tasks that run here, wherever their batches are. */
  public int running() throws Exception {
    return grid().memberStatus(id()).toCompletableFuture().get().running();
  }

  public boolean knows(BatchKey key) {
    return node.dispatcher().knows(key);
  }

  public List<HeldClaims.Range> held() {
    return node.dispatcher().held(key -> true);
  }

  /** Batches that this member owns. */
  public List<BatchKey> ownBatches() {
    return List.copyOf(maps().tasks().localKeySet());
  }

  /** All logs of the grid, each in order; a log that was dropped has no segment. */
  public Map<BatchKey, List<byte[]>> logs() {
    while (true) {
      Map<SegmentKey, byte[]> segments = new HashMap<>();
      maps().results().keySet().forEach(key -> segments.put(key, maps().results().get(key)));
      // What says nothing new is removed some time after its log has ended, also while it is read.
      if (!segments.containsValue(null)) {
        return inOrder(segments);
      }
    }
  }

  private static Map<BatchKey, List<byte[]>> inOrder(Map<SegmentKey, byte[]> segments) {
    Map<BatchKey, TreeMap<Integer, byte[]>> logs = new TreeMap<>();
    segments.forEach(
        (key, bytes) ->
            logs.computeIfAbsent(key.batch(), batch -> new TreeMap<>()).put(key.n(), bytes));
    Map<BatchKey, List<byte[]>> inOrder = new TreeMap<>();
    logs.forEach((batch, log) -> inOrder.put(batch, List.copyOf(log.tailMap(0).values())));
    return inOrder;
  }
}
