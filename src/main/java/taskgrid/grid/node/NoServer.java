package taskgrid.grid.node;

import com.hazelcast.cluster.Address;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.internal.nio.ConnectionListener;
import com.hazelcast.internal.nio.Packet;
import com.hazelcast.internal.server.NetworkStats;
import com.hazelcast.internal.server.Server;
import com.hazelcast.internal.server.ServerConnection;
import com.hazelcast.internal.server.ServerConnectionManager;
import com.hazelcast.internal.server.ServerContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A server without sockets: the member that has it meets nobody. */
final class NoServer implements Server {
  private final ServerContext context;
  private final ServerConnectionManager connections = new NoConnections();
  private volatile boolean live;

  NoServer(ServerContext context) {
    this.context = context;
  }

  @Override
  public ServerContext getContext() {
    return context;
  }

  @Override
  public ServerConnectionManager getConnectionManager(EndpointQualifier qualifier) {
    return connections;
  }

  @Override
  public Collection<ServerConnection> getConnections() {
    return List.of();
  }

  @Override
  public Map<EndpointQualifier, NetworkStats> getNetworkStats() {
    return Map.of();
  }

  @Override
  public boolean isLive() {
    return live;
  }

  @Override
  public void start() {
    live = true;
  }

  @Override
  public void stop() {
    live = false;
  }

  @Override
  public void shutdown() {
    live = false;
  }

  @Override
  public void addConnectionListener(ConnectionListener<ServerConnection> listener) {
    // There will be no connection to hear of.
  }

  private final class NoConnections implements ServerConnectionManager {
    @Override
    public Collection<ServerConnection> getConnections() {
      return List.of();
    }

    @Override
    public boolean register(
        Address primary,
        Address target,
        Collection<Address> aliases,
        UUID remote,
        ServerConnection connection,
        int plane) {
      return false;
    }

    @Override
    public @Nullable ServerConnection get(Address address, int stream) {
      return null;
    }

    @Override
    public List<ServerConnection> getAllConnections(Address address) {
      return List.of();
    }

    @Override
    public @Nullable ServerConnection getOrConnect(Address address, int stream) {
      return null;
    }

    @Override
    public @Nullable ServerConnection getOrConnect(Address address, boolean silent, int stream) {
      return null;
    }

    @Override
    public boolean transmit(Packet packet, Address target, int stream) {
      return false;
    }

    @Override
    public @Nullable NetworkStats getNetworkStats() {
      return null;
    }

    @Override
    public Server getServer() {
      return NoServer.this;
    }

    @Override
    public void addConnectionListener(ConnectionListener<ServerConnection> listener) {
      // There will be no connection to hear of.
    }

    @Override
    public void accept(Packet packet) {
      throw new IllegalStateException("a packet for a member without a network: " + packet);
    }
  }
}
