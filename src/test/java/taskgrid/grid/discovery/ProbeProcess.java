package taskgrid.grid.discovery;

import java.net.InetAddress;
import java.time.Duration;

/**
 * A probe as a program: prints {@code found ADDRESS} for each member, {@code nobody} if there was
 * none at first, and ends with its standard input.
 */
public final class ProbeProcess {
  private ProbeProcess() {}

  /** Arguments: cluster, host, port. */
  public static void main(String[] args) throws Exception {
    InetAddress host = InetAddress.getByName(args[1]);
    String address = args[1] + ":" + args[2];
    try (DiscoveryProbe probe =
        new DiscoveryProbe(args[0], host, address, found -> System.out.println("found " + found))) {
      if (probe.collect(Duration.ofMillis(600)).isEmpty()) {
        System.out.println("nobody");
      }
      System.in.transferTo(System.err);
    }
  }
}
