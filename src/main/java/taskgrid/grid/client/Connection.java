package taskgrid.grid.client;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.client.config.ClientConnectionStrategyConfig.ReconnectMode;
import com.hazelcast.client.impl.clientside.HazelcastClientInstanceImpl;
import com.hazelcast.client.impl.clientside.HazelcastClientProxy;
import com.hazelcast.client.impl.spi.ClientPartitionService;
import com.hazelcast.client.impl.spi.impl.ClientInvocation;
import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.Grid;
import taskgrid.grid.layout.Protocol;
import taskgrid.grid.wire.Attributes;
import taskgrid.grid.wire.Call;
import taskgrid.grid.wire.CallMessage;
import taskgrid.grid.wire.Hardening;
import taskgrid.grid.wire.Quiet;
import taskgrid.task.GridException;

/** Opens a submitter's connection to a grid. */
public final class Connection {
  private static final long PARTITIONS_NANOS = 1_000_000_000L;
  private static final long POLL_NANOS = 1_000_000L;

  private Connection() {}

  /**
   * @param cluster only members of this name are met
   * @param addresses {@code host:port} each, tried in order
   * @param timeout for the first connection, and for another one whenever all members are gone:
   *     after that the grid is given up, and every call to it fails
   * @param configDir folder of hazelcast-client.yaml, from which the configuration starts; null =
   *     none
   * @throws GridException if no member answers in time, or it speaks another protocol
   */
  public static Grid open(
      String cluster, List<String> addresses, Duration timeout, @Nullable Path configDir)
      throws GridException {
    return tryOpen(cluster, addresses, timeout, configDir)
        .orElseThrow(
            () ->
                new GridException(
                    "no member of cluster "
                        + cluster
                        + " answers at "
                        + String.join(",", addresses)
                        + " within "
                        + timeout.toMillis() / 1000.0
                        + " s; start one with bin/member.sh, or check --members and --cluster"));
  }

  /**
   * The same; empty if no member of the cluster answers in time.
   *
   * @throws GridException if the configuration is refused, or members speak another protocol
   */
  public static Optional<Grid> tryOpen(
      String cluster, List<String> addresses, Duration timeout, @Nullable Path configDir)
      throws GridException {
    ClientConfig base = NativeClientConfig.read(configDir);
    HazelcastInstance client;
    try {
      client = HazelcastClient.newHazelcastClient(config(base, cluster, addresses, timeout));
    } catch (IllegalStateException e) {
      return Optional.empty();
    }
    requireProtocol(client);
    awaitPartitions(client);
    return Optional.of(new InstanceGrid(client, caller(client), Clock.systemUTC()));
  }

  private static void requireProtocol(HazelcastInstance client) throws GridException {
    for (Member member : client.getCluster().getMembers()) {
      if (Attributes.protocol(member) != Protocol.VERSION) {
        client.shutdown();
        throw new GridException(
            "member "
                + Attributes.address(member)
                + " speaks protocol "
                + Attributes.protocol(member)
                + ", this submitter "
                + Protocol.VERSION
                + ": use the same version of Taskgrid on both");
      }
    }
  }

  /**
   * A new grid may assign its partitions only when the first submitter comes. What is stored before
   * every member knows of it waits two seconds for a backup that nobody makes.
   */
  private static void awaitPartitions(HazelcastInstance client) {
    ClientPartitionService partitions = inner(client).getClientPartitionService();
    long deadline = System.nanoTime() + PARTITIONS_NANOS;
    while (partitions.getPartitionOwner(0) == null && System.nanoTime() < deadline) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private static HazelcastClientInstanceImpl inner(HazelcastInstance client) {
    return ((HazelcastClientProxy) client).client;
  }

  private static Caller caller(HazelcastInstance instance) {
    HazelcastClientInstanceImpl client = inner(instance);
    return (member, call, request) -> call(client, member, call, request);
  }

  private static CompletionStage<byte[]> call(
      HazelcastClientInstanceImpl client, UUID member, Call call, byte[] request) {
    return new ClientInvocation(client, CallMessage.request(call, member, request), call, member)
        .invoke()
        .thenApplyAsync(CallMessage::decodeResponse, Runnable::run);
  }

  private static ClientConfig config(
      ClientConfig config, String cluster, List<String> addresses, Duration timeout) {
    config.setClusterName(cluster);
    // What a connection does is its own affair: people see one line if it fails.
    config.setProperty("hazelcast.logging.type", Quiet.loggingType());
    config.setProperty("hazelcast.client.internal.mc.mode", "false");
    config.setProperty("hazelcast.client.heartbeat.interval", "2000");
    config.setProperty("hazelcast.client.heartbeat.timeout", "15000");
    config.setProperty("hazelcast.client.operation.fail.on.indeterminate.state", "true");
    config.setProperty("hazelcast.client.operation.backup.timeout.millis", "2000");
    config.setProperty("hazelcast.client.statistics.enabled", "false");
    config.setProperty("hazelcast.client.shuffle.member.list", "false");
    config.setProperty("hazelcast.client.invocation.timeout.seconds", "30");
    config.getMetricsConfig().setEnabled(false);
    config.getNetworkConfig().getAddresses().clear();
    addresses.forEach(config.getNetworkConfig()::addAddress);
    config.getNetworkConfig().setRedoOperation(true).setConnectionTimeout(2000);
    config.getConnectionStrategyConfig().setReconnectMode(ReconnectMode.ON);
    config
        .getConnectionStrategyConfig()
        .getConnectionRetryConfig()
        .setInitialBackoffMillis(100)
        .setMaxBackoffMillis(1000)
        .setMultiplier(1.5)
        .setJitter(0.2)
        .setClusterConnectTimeoutMillis(timeout.toMillis());
    Hardening.apply(config.getSerializationConfig());
    return config;
  }
}
