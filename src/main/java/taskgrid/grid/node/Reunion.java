package taskgrid.grid.node;

import static java.util.Objects.requireNonNull;

import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.internal.partition.InternalPartitionService;
import com.hazelcast.internal.serialization.Data;
import com.hazelcast.internal.services.CoreService;
import com.hazelcast.internal.services.ManagedService;
import com.hazelcast.internal.services.SplitBrainHandlerService;
import com.hazelcast.map.impl.MapService;
import com.hazelcast.map.impl.operation.MergeOperation;
import com.hazelcast.map.impl.record.Record;
import com.hazelcast.map.impl.recordstore.RecordStore;
import com.hazelcast.spi.impl.NodeEngine;
import com.hazelcast.spi.impl.NodeEngineImpl;
import com.hazelcast.spi.impl.PartitionSpecificRunnable;
import com.hazelcast.spi.impl.merge.MergingValueFactory;
import com.hazelcast.spi.merge.PutIfAbsentMergePolicy;
import com.hazelcast.spi.merge.SplitBrainMergeTypes.MapMergeTypes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.wire.GridMaps;

/**
 * Brings what this member holds to the other side when a network split has healed, each entry only
 * where there is none, and does not give up.
 *
 * <p>Hazelcast's own merge of maps ends at the first write whose backup is in doubt and drops all
 * the rest; and such a write is usual, for partitions move to the member that has just come back.
 * (Measured: three of four merges under load.) So its policy is to discard, and this is a core
 * service, whose turn comes before that of the maps.
 */
final class Reunion implements ManagedService, SplitBrainHandlerService, CoreService {
  static final String NAME = "taskgrid-reunion";

  private static final Logger LOG = LogManager.getLogger(Reunion.class);

  /** A batch that comes finds its job and its results there, and does not run again. */
  private static final List<String> ORDER =
      List.of(GridMaps.JOBS, GridMaps.RESULTS, GridMaps.TASKS, GridMaps.MARKS);

  /** A write ends with the entry that reaches one of these. */
  private static final int ENTRIES_AT_ONCE = 50;

  private static final int BYTES_AT_ONCE = 1 << 20;

  private static final long LOOK_MILLIS = 100;
  private static final int CALM_LOOKS = 5;
  private static final int MOST_LOOKS = 300;

  private volatile @Nullable NodeEngineImpl engine;

  /** Entries of one map in one partition that are brought by one write. */
  private static final class Part {
    private final String map;
    private final int partition;
    private final List<MapMergeTypes<Object, Object>> entries = new ArrayList<>();
    private int bytes;

    Part(String map, int partition) {
      this.map = map;
      this.partition = partition;
    }

    boolean isFull() {
      return entries.size() >= ENTRIES_AT_ONCE || bytes >= BYTES_AT_ONCE;
    }

    void add(MapMergeTypes<Object, Object> entry, int length) {
      entries.add(entry);
      bytes += length;
    }
  }

  @Override
  public void init(NodeEngine nodeEngine, Properties properties) {
    engine = (NodeEngineImpl) nodeEngine;
  }

  /** Called when this member has left its side and before it forgets all. */
  @Override
  public Runnable prepareMergeRunnable() {
    NodeEngineImpl node = requireNonNull(engine);
    List<Part> parts = new ArrayList<>(collect(node));
    parts.sort(Comparator.comparingInt(part -> ORDER.indexOf(part.map)));
    return () -> bring(node, parts);
  }

  /** The bytes of the entries are not copied; they outlive the stores that are dropped now. */
  private static Collection<Part> collect(NodeEngineImpl node) {
    int partitions = node.getPartitionService().getPartitionCount();
    Queue<Part> parts = new ConcurrentLinkedQueue<>();
    CountDownLatch collected = new CountDownLatch(partitions);
    for (int partition = 0; partition < partitions; partition++) {
      node.getOperationService().execute(new Collecting(node, partition, parts, collected));
    }
    try {
      collected.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return parts;
  }

  /** Reads one partition, on its own thread: nobody writes it meanwhile. */
  private record Collecting(
      NodeEngineImpl node, int partition, Collection<Part> parts, CountDownLatch collected)
      implements PartitionSpecificRunnable {
    @Override
    public int getPartitionId() {
      return partition;
    }

    @Override
    public void run() {
      try {
        if (node.getPartitionService().isPartitionOwner(partition)) {
          ORDER.forEach(this::read);
        }
      } finally {
        collected.countDown();
      }
    }

    private void read(String map) {
      MapService maps = node.getService(MapService.SERVICE_NAME);
      RecordStore<?> store =
          maps.getMapServiceContext().getPartitionContainer(partition).getExistingRecordStore(map);
      if (store == null) {
        return;
      }
      Deque<Part> read = new ArrayDeque<>();
      store.forEach(
          (key, record) -> {
            Data value = node.getSerializationService().toData(record.getValue());
            if (read.isEmpty() || read.getLast().isFull()) {
              read.add(new Part(map, partition));
            }
            read.getLast().add(entry(store, key, value, record), value.totalSize());
          },
          false);
      parts.addAll(read);
    }

    private MapMergeTypes<Object, Object> entry(
        RecordStore<?> store, Data key, Data value, Record<?> record) {
      return MergingValueFactory.createMergingEntry(
          node.getSerializationService(),
          key,
          value,
          record,
          store.getExpirySystem().getExpiryMetadata(key));
    }
  }

  /** Called when this member has joined the other side. Returns when all is there. */
  private static void bring(NodeEngineImpl node, List<Part> parts) {
    int entries = parts.stream().mapToInt(part -> part.entries.size()).sum();
    try {
      awaitCalm(node.getPartitionService());
      for (Part part : parts) {
        bring(node, part);
      }
      LOG.info("brought {} entries to the other side of a split that has healed", entries);
    } catch (HazelcastInstanceNotActiveException e) {
      LOG.warn("{} entries were not all brought: this member leaves", entries);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** While partitions move, writes take seconds each, for their backups are in doubt. */
  private static void awaitCalm(InternalPartitionService partitions) throws InterruptedException {
    int calm = 0;
    for (int look = 0; look < MOST_LOOKS && calm < CALM_LOOKS; look++) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      boolean known = partitions.getPartition(0, false).getOwnerReplicaOrNull() != null;
      calm = known && partitions.isMemberStateSafe() ? calm + 1 : 0;
    }
  }

  /** A write that is repeated changes nothing. */
  private static void bring(NodeEngineImpl node, Part part) throws InterruptedException {
    while (!written(node, part)) {
      if (!node.isRunning()) {
        throw new HazelcastInstanceNotActiveException();
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private static boolean written(NodeEngineImpl node, Part part) {
    MergeOperation write =
        new MergeOperation(part.map, part.entries, new PutIfAbsentMergePolicy<>(), false);
    try {
      node.getOperationService()
          .createInvocationBuilder(MapService.SERVICE_NAME, write, part.partition)
          .invoke()
          .join();
      return true;
    } catch (RuntimeException e) {
      LOG.debug("{} entries are brought again: {}", part.entries.size(), e.toString());
      return false;
    }
  }

  @Override
  public void reset() {
    // Nothing is kept between merges.
  }

  @Override
  public void shutdown(boolean terminate) {
    // A merge that is under way notices it by itself.
  }
}
