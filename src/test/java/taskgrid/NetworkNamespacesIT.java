package taskgrid;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import taskgrid.NetworkNamespaces.Side;
import taskgrid.grid.discovery.ProbeProcess;

/** The two hosts that other tests build on, tried with the probe of {@code --discover}. */
@Timeout(60)
@ResourceLock(NetworkNamespaces.LOCK)
class NetworkNamespacesIT {
  private NetworkNamespaces hosts;

  @BeforeEach
  void open() throws Exception {
    hosts = NetworkNamespaces.open();
  }

  @AfterEach
  void close() throws Exception {
    if (hosts != null) {
      hosts.close();
    }
  }

  @Test
  void membersOnTwoHostsFindEachOtherWithNoAddressTyped() throws Exception {
    BufferedReader left = probe(Side.LEFT);
    BufferedReader right = probe(Side.RIGHT);

    assertThat(firstFound(left)).isEqualTo("found 10.77.0.2:5701");
    assertThat(firstFound(right)).isEqualTo("found 10.77.0.1:5701");
  }

  @Test
  void aCutLinkCarriesNothingUntilItIsHealed() throws Exception {
    BufferedReader left = probe(Side.LEFT);
    assertThat(left.readLine()).isEqualTo("nobody");
    hosts.cut();
    BufferedReader right = probe(Side.RIGHT);
    assertThat(right.readLine()).isEqualTo("nobody");

    hosts.heal();
    assertThat(left.readLine()).isEqualTo("found 10.77.0.2:5701");
    assertThat(right.readLine()).isEqualTo("found 10.77.0.1:5701");
  }

  @Test
  void nothingIsLeftBehind() throws Exception {
    Process process = hosts.start(Side.LEFT, "sleep", "1000");
    assertThat(process.isAlive()).isTrue();
    hosts.close();

    assertThat(process.isAlive()).isFalse();
    String mine = "taskgrid-test-" + ProcessHandle.current().pid();
    Process list = new ProcessBuilder("ip", "netns", "list").start();
    assertThat(list.inputReader().lines()).noneMatch(line -> line.startsWith(mine));
  }

  private BufferedReader probe(Side side) throws IOException {
    return hosts
        .startJava(side, ProbeProcess.class, "namespaces", side.address(), "5701")
        .inputReader();
  }

  /** Whether one of them was early enough to find nobody at first does not matter. */
  private static String firstFound(BufferedReader probe) throws IOException {
    String line = probe.readLine();
    return "nobody".equals(line) ? probe.readLine() : line;
  }
}
