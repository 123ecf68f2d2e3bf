package taskgrid.grid.client;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.partition.Partition;
import com.hazelcast.partition.PartitionService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Which route leads to which member: one route for every partition, and who owns them now. */
final class Routes {
  private final PartitionService partitions;
  private final int[] routeOfPartition;
  private final Map<Integer, Integer> partitionOfRoute = new HashMap<>();
  private final AtomicInteger turn = new AtomicInteger();

  /** Guarded by this: what was last seen. */
  private List<@Nullable UUID> owners = List.of();

  private Map<UUID, List<Integer>> partitionsOf = Map.of();
  private long version;
  private long lookedAt;

  Routes(HazelcastInstance instance) {
    partitions = instance.getPartitionService();
    int count = partitions.getPartitions().size();
    routeOfPartition = new int[count];
    for (int route = 0; partitionOfRoute.size() < count; route++) {
      int partition = partitions.getPartition(route).getPartitionId();
      if (!partitionOfRoute.containsValue(partition)) {
        partitionOfRoute.put(route, partition);
        routeOfPartition[partition] = route;
      }
    }
  }

  /** Changes when owners have changed; looks at most every 50 ms. */
  synchronized long version() {
    long now = System.nanoTime();
    if (version == 0 || now - lookedAt > 50_000_000L) {
      lookedAt = now;
      look();
    }
    return version;
  }

  private void look() {
    List<@Nullable UUID> seen = new ArrayList<>();
    for (Partition partition : partitions.getPartitions()) {
      Member owner = partition.getOwner();
      seen.add(owner == null ? null : owner.getUuid());
    }
    if (!seen.equals(owners) || version == 0) {
      owners = seen;
      Map<UUID, List<Integer>> byOwner = new HashMap<>();
      for (int partition = 0; partition < seen.size(); partition++) {
        UUID owner = seen.get(partition);
        if (owner != null) {
          byOwner.computeIfAbsent(owner, o -> new ArrayList<>()).add(partition);
        }
      }
      partitionsOf = byOwner;
      version++;
    }
  }

  synchronized @Nullable UUID ownerOf(int route) {
    version();
    Integer partition = partitionOfRoute.get(route);
    int id = partition == null ? partitions.getPartition(route).getPartitionId() : partition;
    return id < owners.size() ? owners.get(id) : null;
  }

  synchronized int routeTo(UUID member) {
    version();
    List<Integer> own = partitionsOf.getOrDefault(member, List.of());
    return own.isEmpty()
        ? -1
        : routeOfPartition[own.get(Math.floorMod(turn.getAndIncrement(), own.size()))];
  }
}
