package taskgrid.grid.node;

import com.hazelcast.cluster.impl.MemberImpl;
import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.internal.cluster.impl.ClusterServiceImpl;
import com.hazelcast.test.Accessors;
import com.hazelcast.test.SplitBrainTestSupport;
import com.hazelcast.test.TestHazelcastInstanceFactory;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import taskgrid.function.FunctionSource;
import taskgrid.grid.Bundles;

/**
 * Members in this JVM that meet without sockets. The only user of Hazelcast's test support; what
 * members do is all real.
 */
public final class MockNetwork implements AutoCloseable {
  /** Fewer than a real grid has: enough to be spread, and quick to move. */
  private static final int PARTITIONS = 23;

  private final TestHazelcastInstanceFactory network = new TestHazelcastInstanceFactory();
  private final Clock clock;
  private int backups = 1;

  public MockNetwork(Clock clock) {
    this.clock = clock;
  }

  /** Members that are started from now on keep so many copies beside the first. */
  public void backups(int copies) {
    backups = copies;
  }

  /** Starts a member; returns when it can take work. */
  public MockMember start(int slots, FunctionSource functions) {
    Config base = new Config();
    base.setProperty("hazelcast.partition.count", Integer.toString(PARTITIONS));
    NodeOptions options =
        new NodeOptions("test", "127.0.0.1", 0, List.of(), slots, Map.of(), backups, false, null);
    Config config = NodeConfig.of(options, base);
    config.setProperty("hazelcast.logging.type", "none");
    config.setProperty("hazelcast.merge.first.run.delay.seconds", "1");
    config.setProperty("hazelcast.merge.next.run.delay.seconds", "1");
    HazelcastInstance instance = network.newHazelcastInstance(config);
    GridNode node = new GridNode(instance, functions, Bundles.NONE, clock);
    node.start();
    return new MockMember(instance, node);
  }

  /** Nothing gets from one side to the other any more, and both have noticed. */
  public void cut(Collection<MockMember> one, Collection<MockMember> other) {
    for (MockMember here : one) {
      for (MockMember there : other) {
        SplitBrainTestSupport.blockCommunicationBetween(here.instance(), there.instance());
      }
    }
    for (MockMember here : one) {
      for (MockMember there : other) {
        suspect(here, there);
        suspect(there, here);
      }
    }
  }

  /** What 15 seconds of silence would do. */
  private static void suspect(MockMember by, MockMember whom) {
    ClusterServiceImpl cluster = (ClusterServiceImpl) Accessors.getClusterService(by.instance());
    MemberImpl member = cluster.getMember(whom.id());
    if (member != null) {
      cluster.suspectMember(member, "the network is cut", true);
    }
  }

  /** What was cut is one again; its grids find each other after a second or two. */
  public void heal(Collection<MockMember> one, Collection<MockMember> other) {
    for (MockMember here : one) {
      for (MockMember there : other) {
        SplitBrainTestSupport.unblockCommunicationBetween(here.instance(), there.instance());
      }
    }
  }

  @Override
  public void close() {
    network.terminateAll();
  }
}
