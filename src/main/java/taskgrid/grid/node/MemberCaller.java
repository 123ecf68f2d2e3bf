package taskgrid.grid.node;

import com.hazelcast.cluster.impl.MemberImpl;
import com.hazelcast.internal.cluster.ClusterService;
import com.hazelcast.spi.impl.NodeEngine;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.layout.ByteWriter;
import taskgrid.grid.run.Peers;
import taskgrid.grid.wire.Call;
import taskgrid.grid.wire.CallOperation;
import taskgrid.grid.wire.CallTarget;
import taskgrid.grid.wire.Codec;

/** Calls from this member to others, and to whoever owns a batch. */
final class MemberCaller implements Recovery.Others, Peers {
  private final NodeEngine engine;
  private final ClusterService cluster;
  private final Ownership ownership;

  MemberCaller(NodeEngine engine, Ownership ownership) {
    this.engine = engine;
    this.cluster = engine.getClusterService();
    this.ownership = ownership;
  }

  @Override
  public Set<UUID> ids() {
    return cluster.getMembers().stream()
        .filter(member -> !member.localMember())
        .map(member -> member.getUuid())
        .collect(Collectors.toSet());
  }

  @Override
  public UUID self() {
    return cluster.getLocalMember().getUuid();
  }

  @Override
  public CompletionStage<byte[]> call(UUID id, Call call, byte[] request) {
    MemberImpl member = cluster.getMember(id);
    if (member == null) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("member " + id + " has left"));
    }
    return engine
        .getOperationService()
        .createInvocationBuilder(
            CallTarget.SERVICE, new CallOperation(call, request), member.getAddress())
        .<byte[]>invoke()
        .thenApplyAsync(reply -> reply, Runnable::run);
  }

  @Override
  public CompletionStage<@Nullable Void> deliver(BatchKey key, byte[] chunk) {
    ByteWriter head = new ByteWriter();
    Codec.write(head, key);
    head.varint(chunk.length);
    ByteWriter out = new ByteWriter(head.size() + chunk.length);
    out.raw(head.toByteArray(), 0, head.size()).raw(chunk, 0, chunk.length);
    return engine
        .getOperationService()
        .createInvocationBuilder(
            CallTarget.SERVICE,
            new CallOperation(Call.DELIVER, out.finish()),
            ownership.partitionOf(key))
        .<byte[]>invoke()
        .thenApplyAsync(reply -> null, Runnable::run);
  }
}
