package taskgrid.grid.node;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.impl.HazelcastInstanceFactory;
import java.time.Clock;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import taskgrid.function.FunctionSource;
import taskgrid.grid.Bundles;
import taskgrid.grid.layout.Protocol;
import taskgrid.grid.wire.Attributes;
import taskgrid.task.GridException;

/** Starts members. */
public final class NodeStart {
  private static final AtomicInteger EMBEDDED = new AtomicInteger();

  private NodeStart() {}

  /**
   * Starts a member; returns when it can take work.
   *
   * @throws GridException if the address is taken or not of this machine, the configuration is
   *     refused, or the grid that it found speaks another protocol or keeps other backups
   */
  public static RunningNode start(NodeOptions options, FunctionSource functions, Bundles bundles)
      throws GridException {
    requireParallelism();
    Config config = NodeConfig.of(options, NativeConfig.read(options.nativeConfig()));
    HazelcastInstance instance = instance(options, config);
    try {
      requireProtocol(instance);
      requireBackups(instance, options.backups());
      GridNode node = new GridNode(instance, functions, bundles, Clock.systemUTC());
      node.start();
      return new RunningNode(instance, node);
    } catch (GridException | RuntimeException e) {
      instance.getLifecycleService().terminate();
      throw e;
    }
  }

  private static HazelcastInstance instance(NodeOptions options, Config config)
      throws GridException {
    try {
      if (options.host() == null) {
        String name = "taskgrid-embedded-" + EMBEDDED.incrementAndGet();
        return HazelcastInstanceFactory.newHazelcastInstance(config, name, new Isolation());
      }
      return Hazelcast.newHazelcastInstance(config);
    } catch (HazelcastException | IllegalStateException e) {
      throw new GridException(
          "no member could be started at "
              + options.host()
              + ":"
              + (options.port() == 0 ? NodeOptions.FIRST_PORT + "-5710" : options.port())
              + ": "
              + rootMessage(e)
              + "; name a free address of this machine with --bind",
          e);
    }
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }

  /**
   * With one or two cores and no flag, Hazelcast starts a thread for every callback: measured 50 to
   * 80 times slower.
   */
  private static void requireParallelism() throws GridException {
    if (ForkJoinPool.getCommonPoolParallelism() < 2) {
      throw new GridException(
          "the JVM flag -Djava.util.concurrent.ForkJoinPool.common.parallelism=2 is missing;"
              + " start the member with bin/member.sh, or with the flags of config/jvm.options");
    }
  }

  /** The newcomer is the one that leaves: members stand in the order in which they came. */
  private static void requireBackups(HazelcastInstance instance, int own) throws GridException {
    for (Member member : instance.getCluster().getMembers()) {
      if (member.localMember()) {
        return;
      }
      int theirs = Attributes.backups(member);
      if (theirs != own) {
        throw new GridException(
            "member %s keeps --backup-count %d, this one %d: start it with --backup-count %d"
                .formatted(Attributes.address(member), theirs, own, theirs));
      }
    }
  }

  private static void requireProtocol(HazelcastInstance instance) throws GridException {
    for (Member member : instance.getCluster().getMembers()) {
      if (Attributes.protocol(member) != Protocol.VERSION) {
        throw new GridException(
            "member "
                + Attributes.address(member)
                + " speaks protocol "
                + Attributes.protocol(member)
                + ", this one "
                + Protocol.VERSION
                + ": all members of a grid run the same version of Taskgrid");
      }
    }
  }
}
