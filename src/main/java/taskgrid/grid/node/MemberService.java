package taskgrid.grid.node;

import com.hazelcast.cluster.Member;
import com.hazelcast.internal.partition.MigrationAwareService;
import com.hazelcast.internal.partition.MigrationEndpoint;
import com.hazelcast.internal.partition.PartitionMigrationEvent;
import com.hazelcast.internal.partition.PartitionReplicationEvent;
import com.hazelcast.internal.services.ManagedService;
import com.hazelcast.internal.services.MembershipAwareService;
import com.hazelcast.internal.services.MembershipServiceEvent;
import com.hazelcast.spi.impl.NodeEngine;
import com.hazelcast.spi.impl.operationservice.Operation;
import java.net.InetSocketAddress;
import java.util.Properties;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.wire.Call;
import taskgrid.grid.wire.CallTarget;

/**
 * What Hazelcast tells a member of ours: partitions that come and go, members that leave, calls.
 * Everything here runs on Hazelcast's threads and must be short.
 */
public final class MemberService
    implements ManagedService, MigrationAwareService, MembershipAwareService, CallTarget {
  private volatile @Nullable MemberEvents events;

  /** What a member does about it. */
  interface MemberEvents extends CallTarget {
    /** The partition is about to leave: nothing more is started in it. */
    void leaving(int partition);

    /** It stays after all. */
    void stays(int partition);

    /** It has left: the new owner has its data. */
    void left(int partition);

    /** This member owns it now; its data is here. */
    void arrived(int partition);

    /**
     * A member has joined.
     *
     * @param members how many there are now, this one included
     */
    void memberCame(int members);

    /**
     * A member has left, or cannot be reached any more.
     *
     * @param members how many there are now, this one included
     */
    void memberLeft(UUID member, InetSocketAddress address, int members);

    /** This member gives up what it holds, to join the larger side after a network split. */
    void reset();
  }

  void connect(MemberEvents member) {
    events = member;
  }

  @Override
  public void answer(
      Call call, int partition, byte[] request, @Nullable UUID caller, Answer answer) {
    MemberEvents member = events;
    if (member == null) {
      answer.failed(new IllegalStateException("this member is still starting"));
    } else {
      member.answer(call, partition, request, caller, answer);
    }
  }

  @Override
  public void init(NodeEngine engine, Properties properties) {
    // Wired by GridNode once the instance is there.
  }

  @Override
  public void reset() {
    MemberEvents member = events;
    if (member != null) {
      member.reset();
    }
  }

  @Override
  public void shutdown(boolean terminate) {
    // GridNode stops what it started.
  }

  @Override
  public @Nullable Operation prepareReplicationOperation(PartitionReplicationEvent event) {
    // What must survive is in the maps; claims stay with their runners.
    return null;
  }

  @Override
  public void beforeMigration(PartitionMigrationEvent event) {
    MemberEvents member = events;
    if (member != null && leaves(event)) {
      member.leaving(event.getPartitionId());
    }
  }

  @Override
  public void commitMigration(PartitionMigrationEvent event) {
    MemberEvents member = events;
    if (member == null) {
      return;
    }
    if (leaves(event)) {
      member.left(event.getPartitionId());
    } else if (event.getMigrationEndpoint() == MigrationEndpoint.DESTINATION
        && event.getNewReplicaIndex() == 0
        && event.getCurrentReplicaIndex() != 0) {
      member.arrived(event.getPartitionId());
    }
  }

  @Override
  public void rollbackMigration(PartitionMigrationEvent event) {
    MemberEvents member = events;
    if (member != null && leaves(event)) {
      member.stays(event.getPartitionId());
    }
  }

  private static boolean leaves(PartitionMigrationEvent event) {
    return event.getMigrationEndpoint() == MigrationEndpoint.SOURCE
        && event.getCurrentReplicaIndex() == 0
        && event.getNewReplicaIndex() != 0;
  }

  @Override
  public void memberAdded(MembershipServiceEvent event) {
    // A newcomer gets its share by migration.
    MemberEvents member = events;
    if (member != null) {
      member.memberCame(event.getMembers().size());
    }
  }

  @Override
  public void memberRemoved(MembershipServiceEvent event) {
    MemberEvents member = events;
    if (member != null) {
      Member left = event.getMember();
      member.memberLeft(left.getUuid(), left.getSocketAddress(), event.getMembers().size());
    }
  }
}
