package taskgrid.grid.node;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;

/** A member that speaks another protocol than ours. */
public final class ForeignMember implements AutoCloseable {
  private final HazelcastInstance instance;

  private ForeignMember(HazelcastInstance instance) {
    this.instance = instance;
  }

  public static ForeignMember start(NodeOptions options) {
    Config config = NodeConfig.of(options, new Config());
    config.getMemberAttributeConfig().setAttribute("taskgrid.protocol", "99");
    return new ForeignMember(Hazelcast.newHazelcastInstance(config));
  }

  @Override
  public void close() {
    instance.getLifecycleService().terminate();
  }
}
