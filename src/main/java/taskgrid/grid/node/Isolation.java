package taskgrid.grid.node;

import com.hazelcast.cluster.Address;
import com.hazelcast.instance.AddressPicker;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.instance.impl.DefaultNodeContext;
import com.hazelcast.instance.impl.Node;
import com.hazelcast.internal.server.Server;
import com.hazelcast.internal.server.tcp.LocalAddressRegistry;
import com.hazelcast.internal.server.tcp.ServerSocketRegistry;
import com.hazelcast.internal.server.tcp.TcpServerContext;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.wire.Attributes;

/** The surroundings of an embedded member: no port, no connection, no way in from outside. */
final class Isolation extends DefaultNodeContext {

  @Override
  public AddressPicker createAddressPicker(Node node) {
    return new NoAddresses();
  }

  @Override
  public Server createServer(
      Node node, ServerSocketRegistry registry, LocalAddressRegistry addresses) {
    return new NoServer(new TcpServerContext(node, node.getNodeEngine()));
  }

  /** A name for the member; nothing listens behind it. */
  private static final class NoAddresses implements AddressPicker {
    private @Nullable Address address;

    @Override
    public void pickAddress() throws UnknownHostException {
      address = new Address("127.0.0.1", Attributes.NO_PORT);
    }

    @Override
    public @Nullable Address getBindAddress(EndpointQualifier qualifier) {
      return address;
    }

    @Override
    public @Nullable Address getPublicAddress(EndpointQualifier qualifier) {
      return address;
    }

    @Override
    public Map<EndpointQualifier, Address> getPublicAddressMap() {
      return getBindAddressMap();
    }

    @Override
    public Map<EndpointQualifier, Address> getBindAddressMap() {
      Address own = address;
      return own == null ? Map.of() : Map.of(EndpointQualifier.MEMBER, own);
    }

    @Override
    public @Nullable ServerSocketChannel getServerSocketChannel(EndpointQualifier qualifier) {
      return null;
    }

    @Override
    public Map<EndpointQualifier, ServerSocketChannel> getServerSocketChannels() {
      return Map.of();
    }
  }
}
