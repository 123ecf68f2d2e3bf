package taskgrid.grid.node;

import com.hazelcast.config.Config;
import com.hazelcast.config.ConfigAccessor;
import com.hazelcast.config.ExecutorConfig;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.config.ServiceConfig;
import com.hazelcast.spi.merge.DiscardMergePolicy;
import java.util.UUID;
import taskgrid.grid.wire.Attributes;
import taskgrid.grid.wire.CallTarget;
import taskgrid.grid.wire.GridMaps;
import taskgrid.grid.wire.Hardening;
import taskgrid.grid.wire.Quiet;

/** Hazelcast's configuration of a member: what its guarantees need, over what the user has said. */
final class NodeConfig {
  /** Facts of jobs are few and precious: so many more copies of them are kept than of the rest. */
  private static final int MORE_OF_FACTS = 2;

  private static final int MOST_BACKUPS = 6;

  /** So that a thread stuck in a function that ignores interrupts can give its slot back. */
  private static final int SPARE_THREADS = 64;

  private NodeConfig() {}

  static Config of(NodeOptions options, Config config) {
    config.setClusterName(options.cluster());
    config.getJetConfig().setEnabled(false);
    properties(config);
    config.setProperty(
        "hazelcast.logging.type", options.host() == null ? Quiet.loggingType() : "log4j2");
    Attributes.of(
            UUID.randomUUID(),
            options.slots(),
            options.backups(),
            options.shell(),
            options.labels())
        .forEach(config.getMemberAttributeConfig()::setAttribute);
    maps(config, options.backups());
    config.addExecutorConfig(
        new ExecutorConfig(GridMaps.EXECUTOR, options.slots() + SPARE_THREADS));
    Hardening.apply(config.getSerializationConfig());
    ConfigAccessor.getServicesConfig(config)
        .addServiceConfig(
            new ServiceConfig()
                .setName(CallTarget.SERVICE)
                .setEnabled(true)
                .setImplementation(new MemberService()))
        .addServiceConfig(
            new ServiceConfig()
                .setName(Reunion.NAME)
                .setEnabled(true)
                .setImplementation(new Reunion()));
    config.getManagementCenterConfig().setConsoleEnabled(false).setScriptingEnabled(false);
    network(options, config.getNetworkConfig());
    return config;
  }

  private static void properties(Config config) {
    config.setProperty("hazelcast.phone.home.enabled", "false");
    // We leave in order ourselves; Hazelcast's own hook would be a crash by default.
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    config.setProperty("hazelcast.tcp.join.port.try.count", "1");
    config.setProperty("hazelcast.max.join.seconds", "60");
    config.setProperty("hazelcast.heartbeat.interval.seconds", "2");
    config.setProperty("hazelcast.max.no.heartbeat.seconds", "15");
    config.setProperty("hazelcast.client.max.no.heartbeat.seconds", "60");
    config.setProperty("hazelcast.merge.first.run.delay.seconds", "5");
    config.setProperty("hazelcast.merge.next.run.delay.seconds", "5");
    config.setProperty("hazelcast.operation.fail.on.indeterminate.state", "true");
    // A write whose backup crashed is known to be in doubt only after this, and then repeated.
    config.setProperty("hazelcast.operation.backup.timeout.millis", "2000");
    config.setProperty("hazelcast.health.monitoring.level", "OFF");
  }

  private static void maps(Config config, int backups) {
    config.addMapConfig(map(GridMaps.TASKS, backups));
    config.addMapConfig(map(GridMaps.RESULTS, backups));
    config.addMapConfig(map(GridMaps.JOBS, Math.min(backups + MORE_OF_FACTS, MOST_BACKUPS)));
    config.addMapConfig(map(GridMaps.MARKS, backups));
  }

  private static MapConfig map(String name, int backups) {
    return new MapConfig(name)
        .setInMemoryFormat(InMemoryFormat.BINARY)
        .setBackupCount(backups)
        .setAsyncBackupCount(0)
        // What a healed split brings is brought by Reunion.
        .setMergePolicyConfig(new MergePolicyConfig().setPolicy(DiscardMergePolicy.class.getName()))
        .setStatisticsEnabled(true)
        .setPerEntryStatsEnabled(false);
  }

  private static void network(NodeOptions options, NetworkConfig network) {
    JoinConfig join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    String host = options.host();
    if (host == null) {
      join.getTcpIpConfig().setEnabled(false);
      return;
    }
    network.setPort(options.port() == 0 ? NodeOptions.FIRST_PORT : options.port());
    network.setPortAutoIncrement(options.port() == 0).setPortCount(NodeOptions.PORTS);
    network.getInterfaces().clear().setEnabled(true).addInterface(host);
    join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(1);
    join.getTcpIpConfig().setMembers(options.join());
  }
}
