package taskgrid.grid.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a member is to be started.
 *
 * @param host the one address to listen on; null = an embedded member that listens nowhere
 * @param port 0 = the first free one of 5701 to 5710
 * @param join {@code host:port} each, where to look for other members
 * @param backups copies beside the first, equal on all members
 * @param shell whether it runs commands
 * @param nativeConfig Hazelcast's own configuration to start from; null or missing = none
 */
public record NodeOptions(
    String cluster,
    @Nullable String host,
    int port,
    List<String> join,
    int slots,
    Map<String, String> labels,
    int backups,
    boolean shell,
    @Nullable Path nativeConfig) {
  public static final int FIRST_PORT = 5701;
  public static final int PORTS = 10;

  public NodeOptions {
    join = List.copyOf(join);
    labels = Map.copyOf(labels);
  }
}
