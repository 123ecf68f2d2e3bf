package taskgrid;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a grid.
 *
 * @param cluster only members of this name are met
 * @param members where they are, {@code host} or {@code host:port} each; without a port 5701
 * @param connectTimeout how long the first connection may take
 * @param configDir folder of {@code hazelcast-client.yaml}; null = none is read
 */
public record ConnectOptions(
    String cluster, List<String> members, Duration connectTimeout, @Nullable Path configDir) {
  public ConnectOptions {
    members = List.copyOf(members);
  }
}
