package taskgrid.grid.node;

import com.hazelcast.config.Config;
import com.hazelcast.config.FileSystemYamlConfig;
import com.hazelcast.core.HazelcastException;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.wire.NativeFile;
import taskgrid.task.GridException;

/**
 * Reads config/hazelcast.yaml and refuses what the Community edition accepts and then ignores, or
 * cannot start with.
 */
final class NativeConfig {
  private NativeConfig() {}

  static Config read(@Nullable Path file) throws GridException {
    if (file == null || !NativeFile.saysAnything(file)) {
      return new Config();
    }
    Config config;
    try {
      config = new FileSystemYamlConfig(file.toFile());
    } catch (FileNotFoundException | HazelcastException | IllegalArgumentException e) {
      throw new GridException(file + ": " + NativeFile.firstLine(e), e);
    }
    List<String> refused = refused(config);
    if (!refused.isEmpty()) {
      throw new GridException(
          file
              + ": "
              + String.join("; ", refused)
              + ": Hazelcast Community does not have this and would run without it; remove it");
    }
    return config;
  }

  /** What of the configuration would be ignored; symmetric encryption stops the start by itself. */
  static List<String> refused(Config config) {
    List<String> refused = new ArrayList<>();
    refuse(refused, config.getSecurityConfig().isEnabled(), "security");
    refuse(refused, !config.getSecurityConfig().getRealmConfigs().isEmpty(), "security: realms");
    var network = config.getNetworkConfig();
    refuse(
        refused,
        network.getSocketInterceptorConfig() != null
            && network.getSocketInterceptorConfig().isEnabled(),
        "network: socket-interceptor");
    refuse(
        refused,
        network.getSSLConfig() != null && network.getSSLConfig().isEnabled(),
        "network: ssl");
    refuse(refused, config.getAdvancedNetworkConfig().isEnabled(), "advanced-network");
    refuse(refused, config.getPersistenceConfig().isEnabled(), "persistence");
    refuse(refused, config.getRestConfig().isEnabled(), "rest");
    refuse(refused, config.getCPSubsystemConfig().getCPMemberCount() > 0, "cp-subsystem");
    refuse(refused, !config.getWanReplicationConfigs().isEmpty(), "wan-replication");
    refuse(refused, config.getNativeMemoryConfig().isEnabled(), "native-memory");
    refuse(refused, config.getTpcConfig().isEnabled(), "tpc");
    refuse(refused, config.getNamespacesConfig().isEnabled(), "user-code-namespaces");
    refuse(refused, config.getLicenseKey() != null, "license-key");
    config
        .getMapConfigs()
        .forEach(
            (name, map) ->
                refuse(
                    refused,
                    map.getDataPersistenceConfig().isEnabled(),
                    "map: " + name + ": data-persistence"));
    return refused;
  }

  private static void refuse(List<String> refused, boolean present, String what) {
    if (present) {
      refused.add(what);
    }
  }
}
