package taskgrid.real;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports that nobody uses, away from those that members take by themselves and from the system's.
 */
final class FreePorts {
  private static final int FIRST = 10_000;
  private static final int LAST = 30_000;
  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 37 % (LAST - FIRST)));

  private FreePorts() {}

  static int take() {
    while (true) {
      int port = FIRST + NEXT.getAndIncrement() % (LAST - FIRST);
      if (isFree(port)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
