package taskgrid.grid.node;

import com.hazelcast.core.HazelcastInstance;
import java.time.Duration;
import java.util.List;
import taskgrid.grid.Grid;
import taskgrid.grid.wire.Attributes;

/** A member that runs: its address, its way out, and the grid as seen from it. */
public final class RunningNode implements AutoCloseable {
  private final HazelcastInstance instance;
  private final GridNode node;

  RunningNode(HazelcastInstance instance, GridNode node) {
    this.instance = instance;
    this.node = node;
  }

  public String address() {
    return Attributes.address(instance.getCluster().getLocalMember());
  }

  public int members() {
    return instance.getCluster().getMembers().size();
  }

  public Grid grid() {
    return node.grid();
  }

  /** What to do, on a thread of its own, when somebody asks from afar that the member leaves. */
  public void whenAskedToLeave(Runnable leaving) {
    node.whenAskedToLeave(leaving);
  }

  /** Adds addresses where the member also looks for others, now and as long as it runs. */
  public void lookAt(List<String> addresses) {
    var join = instance.getConfig().getNetworkConfig().getJoin().getTcpIpConfig();
    for (String address : addresses) {
      if (!join.getMembers().contains(address)) {
        join.addMember(address);
      }
    }
  }

  /**
   * Leaves in order: takes nothing new, lets running tasks end, moves its data to the others.
   *
   * @param timeout how long running tasks may take
   */
  public void drain(Duration timeout) throws InterruptedException {
    node.drain(timeout);
    instance.shutdown();
    node.close();
  }

  /** Leaves at once, as if it had crashed. */
  @Override
  public void close() {
    node.close();
    instance.getLifecycleService().terminate();
  }
}
