package taskgrid.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import taskgrid.NetworkNamespaces;
import taskgrid.NetworkNamespaces.Side;

/** Members on two hosts find each other by multicast, with no address typed. */
@Timeout(120)
@ResourceLock(NetworkNamespaces.LOCK)
class DiscoveryIT {
  @TempDir Path temp;

  private NetworkNamespaces hosts;
  private final List<RealMember> members = new ArrayList<>();
  private final Bin bin = new Bin();

  @BeforeEach
  void open() throws Exception {
    hosts = NetworkNamespaces.open();
  }

  @AfterEach
  void close() throws Exception {
    bin.close();
    if (hosts != null) {
      hosts.close();
    }
  }

  @Test
  void membersThatDiscoverAndOneThatIsToldWhereToJoinAreOneGrid() throws Exception {
    RealMember left = start(Side.LEFT, 5701, "--discover");
    RealMember right = start(Side.RIGHT, 5701, "--discover");
    assertThat(Math.max(left.awaitReady(), right.awaitReady())).isEqualTo(2);

    RealMember third = start(Side.RIGHT, 5702, "--join", left.address());

    assertThat(third.awaitReady()).isEqualTo(3);
    Path tasks = Files.writeString(temp.resolve("tasks.txt"), "whoami\n".repeat(60));
    Ran ran = submit(Side.RIGHT, "--members", right.address(), tasks.toString()).ended().exits(0);
    assertThat(ran.lines()).hasSize(60);
    assertThat(ran.err()).contains(" on 3 members at ");
  }

  private RealMember start(Side side, int port, String... options) throws Exception {
    String address = side.address() + ":" + port;
    List<String> command = new ArrayList<>(List.of("member.sh", "--insecure", "--bind", address));
    command.addAll(List.of("--data", temp.resolve("data-" + members.size()).toString()));
    command.addAll(List.of("--cluster", "discovered"));
    command.addAll(Arrays.asList(options));
    RealMember member = new RealMember(address, launch(side, command));
    members.add(member);
    return member;
  }

  private Launched submit(Side side, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("submit.sh", "--cluster", "discovered"));
    command.addAll(Arrays.asList(options));
    return launch(side, command);
  }

  private Launched launch(Side side, List<String> command) throws Exception {
    command.set(0, Bin.HOME.resolve("bin").resolve(command.get(0)).toString());
    long began = System.nanoTime();
    return bin.adopt(new Launched(command, hosts.start(side, bin.builder(command)), began));
  }
}
