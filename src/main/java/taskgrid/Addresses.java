package taskgrid;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import taskgrid.grid.node.NodeOptions;
import taskgrid.task.GridException;

/** The addresses that members and submitters use by default. */
final class Addresses {
  private static final int PROBE_MILLIS = 300;

  private Addresses() {}

  /** The ten default ports of a host. */
  static List<String> defaultsOf(String host) {
    return IntStream.range(NodeOptions.FIRST_PORT, NodeOptions.FIRST_PORT + NodeOptions.PORTS)
        .mapToObj(port -> host + ":" + port)
        .toList();
  }

  /** The same with the default port where none is named. */
  static List<String> withPorts(List<String> addresses) {
    return addresses.stream()
        .map(address -> address.contains(":") ? address : address + ":" + NodeOptions.FIRST_PORT)
        .toList();
  }

  /** Those of the default ports of this host on which something listens. */
  static List<String> listening() {
    List<String> open = new ArrayList<>();
    for (String address : defaultsOf("127.0.0.1")) {
      int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PROBE_MILLIS);
        open.add(address);
      } catch (IOException e) {
        // Nothing listens there.
        continue;
      }
    }
    return open;
  }

  /** A port to announce before the member is started: the first default one that is free. */
  static int firstFree(InetAddress host) throws GridException {
    for (int port = NodeOptions.FIRST_PORT;
        port < NodeOptions.FIRST_PORT + NodeOptions.PORTS;
        port++) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(host, port));
        return port;
      } catch (IOException e) {
        // Taken: the next one.
        continue;
      }
    }
    throw new GridException(
        "no port of 5701-5710 is free on " + host.getHostAddress() + "; name one with --bind");
  }

  /** One listens on an address that an interface has; 0.0.0.0 is none, nor is 127.0.0.2. */
  static void requireOfThisMachine(InetAddress host) throws GridException {
    try {
      if (NetworkInterface.getByInetAddress(host) != null) {
        return;
      }
    } catch (SocketException e) {
      throw new GridException("--bind " + host.getHostAddress() + ": " + e.getMessage(), e);
    }
    throw new GridException(
        "--bind "
            + host.getHostAddress()
            + ": no network interface of this machine has this address; name one that it has");
  }

  static InetAddress resolve(String host) throws GridException {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new GridException("--bind " + host + ": no such host", e);
    }
  }
}
