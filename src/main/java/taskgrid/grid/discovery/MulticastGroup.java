package taskgrid.grid.discovery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/** A socket in the group that all members of all grids on a network speak in. */
final class MulticastGroup implements AutoCloseable {
  /** Administratively scoped: routers keep it inside the site. */
  static final String GROUP = "239.255.84.71";

  static final int PORT = 5777;

  private final DatagramChannel channel;
  private final Selector selector;
  private final InetSocketAddress group;

  /**
   * @param local an address of this host; its network interface is the only one that is used, for
   *     sending and for listening
   */
  MulticastGroup(InetAddress local) throws IOException {
    NetworkInterface network = NetworkInterface.getByInetAddress(local);
    if (network == null) {
      throw new IOException("no network interface has this address");
    }
    group = new InetSocketAddress(InetAddress.getByName(GROUP), PORT);
    channel = DatagramChannel.open(StandardProtocolFamily.INET);
    try {
      // Several members on one host share the port, and each hears everything.
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, network);
      channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
      channel.bind(new InetSocketAddress(PORT));
      channel.join(group.getAddress(), network);
      channel.configureBlocking(false);
      selector = Selector.open();
      channel.register(selector, SelectionKey.OP_READ);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  void send(byte[] datagram) throws IOException {
    channel.send(ByteBuffer.wrap(datagram), group);
  }

  /** Waits for a datagram, at least a millisecond; false if none came in time. */
  boolean receive(ByteBuffer into, long patienceNanos) throws IOException {
    into.clear();
    if (channel.receive(into) == null) {
      selector.select(Math.max(1, patienceNanos / 1_000_000));
      selector.selectedKeys().clear();
      if (channel.receive(into) == null) {
        return false;
      }
    }
    into.flip();
    return true;
  }

  @Override
  public void close() throws IOException {
    // The channel first: a closed selector wakes its thread, which must find the channel closed.
    channel.close();
    selector.close();
  }
}
