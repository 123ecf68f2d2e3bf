package taskgrid.grid.client;

import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.client.config.YamlClientConfigBuilder;
import com.hazelcast.core.HazelcastException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.wire.NativeFile;
import taskgrid.task.GridException;

/** Reads config/hazelcast-client.yaml and refuses what the Community edition ignores. */
final class NativeClientConfig {
  private NativeClientConfig() {}

  static ClientConfig read(@Nullable Path configDir) throws GridException {
    Path file = configDir == null ? null : configDir.resolve("hazelcast-client.yaml");
    if (file == null || !NativeFile.saysAnything(file)) {
      return new ClientConfig();
    }
    ClientConfig config;
    try {
      config = new YamlClientConfigBuilder(file.toFile()).build();
    } catch (IOException | HazelcastException | IllegalArgumentException e) {
      throw new GridException(file + ": " + NativeFile.firstLine(e), e);
    }
    var interceptor = config.getNetworkConfig().getSocketInterceptorConfig();
    if (interceptor != null && interceptor.isEnabled()) {
      throw new GridException(
          file
              + ": network: socket-interceptor: Hazelcast Community does not have this and would"
              + " run without it; remove it");
    }
    return config;
  }
}
