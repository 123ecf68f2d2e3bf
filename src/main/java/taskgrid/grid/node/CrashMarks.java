package taskgrid.grid.node;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.layout.ByteReader;
import taskgrid.grid.layout.ByteWriter;
import taskgrid.grid.layout.LayoutException;
import taskgrid.grid.layout.Protocol;
import taskgrid.grid.run.Casualty;
import taskgrid.grid.run.StartMarks;
import taskgrid.grid.wire.Attributes;
import taskgrid.grid.wire.Codec;
import taskgrid.grid.wire.GridMaps;

/**
 * The marks of all members in the grid. Who leaves in order takes its own away, so those of a
 * process that is no member say that it has crashed, and what it may have been running.
 */
final class CrashMarks implements StartMarks.Board {
  private final GridMaps maps;
  private final Cluster cluster;
  private final UUID process;
  private final String address;

  /** Whether this member has taken its marks away, for it leaves in order. */
  private volatile boolean left;

  CrashMarks(GridMaps maps, Cluster cluster) {
    this.maps = maps;
    this.cluster = cluster;
    this.process = Attributes.process(cluster.getLocalMember());
    this.address = Attributes.address(cluster.getLocalMember());
  }

  @Override
  public CompletionStage<@Nullable Void> write(List<StartMarks.Mark> marks) {
    if (left) {
      return CompletableFuture.completedFuture(null);
    }
    return maps.marks()
        .setAsync(process, encode(marks))
        .thenApplyAsync(done -> done, Runnable::run);
  }

  /** This member leaves in order: whatever it still runs, that it is gone says nothing. Blocks. */
  void leave() {
    left = true;
    maps.marks().delete(process);
  }

  /** What crashed members may have been running, by batch. Blocks. */
  Map<BatchKey, List<Casualty>> casualties() {
    Map<BatchKey, List<Casualty>> casualties = new HashMap<>();
    crashed()
        .forEach(
            (process, encoded) ->
                decode(
                    process,
                    encoded,
                    (key, casualty) ->
                        casualties.computeIfAbsent(key, k -> new ArrayList<>()).add(casualty)));
    return casualties;
  }

  private Map<UUID, byte[]> crashed() {
    Map<UUID, byte[]> marks = new HashMap<>();
    maps.marks().entrySet().forEach(mark -> marks.put(mark.getKey(), mark.getValue()));
    for (Member member : cluster.getMembers()) {
      marks.remove(Attributes.process(member));
    }
    return marks;
  }

  /** Deletes the marks of crashed members whose batches are all done. Blocks. */
  void sweep() {
    crashed()
        .forEach(
            (crashed, encoded) -> {
              Set<BatchKey> batches = new HashSet<>();
              decode(crashed, encoded, (key, casualty) -> batches.add(key));
              if (batches.stream().noneMatch(maps.tasks()::containsKey)) {
                maps.marks().delete(crashed);
              }
            });
  }

  private byte[] encode(List<StartMarks.Mark> marks) {
    ByteWriter out = new ByteWriter().u8(Protocol.VERSION).string(address).varint(marks.size());
    for (StartMarks.Mark mark : marks) {
      Codec.write(out, mark.key());
      out.varint(mark.from()).varint(mark.to()).varint(mark.alone() + 1);
    }
    return out.toByteArray();
  }

  private interface Found {
    void casualty(BatchKey key, Casualty casualty);
  }

  private static void decode(UUID process, byte[] encoded, Found found) {
    ByteReader in = new ByteReader(encoded);
    int protocol = in.u8();
    if (protocol != Protocol.VERSION) {
      throw new LayoutException("marks of protocol " + protocol + "; this is " + Protocol.VERSION);
    }
    String member = in.text();
    for (int left = in.varint(0, in.remaining()); left > 0; left--) {
      BatchKey key = Codec.batchKey(in);
      int from = (int) in.varint();
      int to = (int) in.varint();
      int alone = (int) in.varint() - 1;
      found.casualty(key, new Casualty(process, member, from, to, alone));
    }
  }
}
