package taskgrid.grid.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DiscoveryProbeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The group is shared with whatever else runs on this host. */
  private final String cluster = "test " + UUID.randomUUID();

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void twoMembersFindEachOther() throws Exception {
    Found first = new Found();
    Found second = new Found();
    probe(cluster, "127.0.0.1:5701", first);
    probe(cluster, "127.0.0.1:5702", second);

    assertThat(first.next()).isEqualTo("127.0.0.1:5702");
    assertThat(second.next()).isEqualTo("127.0.0.1:5701");
  }

  @Test
  void whoStartsCollectsWhoIsThere() throws Exception {
    probe(cluster, "127.0.0.1:5701", new Found());
    probe(cluster, "127.0.0.1:5702", new Found());

    Found found = new Found();
    DiscoveryProbe newcomer = probe(cluster, "127.0.0.1:5703", found);
    assertThat(newcomer.collect(PATIENCE)).isNotEmpty();
    assertThat(List.of(found.next(), found.next()))
        .containsExactlyInAnyOrder("127.0.0.1:5701", "127.0.0.1:5702");
    assertThat(newcomer.collect(PATIENCE)).hasSize(2);
  }

  @Test
  void whoIsAloneFindsNobodyAndNotItself() throws Exception {
    DiscoveryProbe alone = probe(cluster, "127.0.0.1:5701", new Found());

    assertThat(alone.collect(Duration.ofMillis(150))).isEmpty();
  }

  @Test
  void aMemberThatComesBackAtTheSameAddressIsAnswered() throws Exception {
    Found first = new Found();
    probe(cluster, "127.0.0.1:5701", first);
    DiscoveryProbe second = probe(cluster, "127.0.0.1:5702", new Found());
    assertThat(first.next()).isEqualTo("127.0.0.1:5702");
    second.close();

    Found again = new Found();
    probe(cluster, "127.0.0.1:5702", again);
    assertThat(again.next()).isEqualTo("127.0.0.1:5701");
  }

  @Test
  void membersOfOtherClustersAreIgnored() throws Exception {
    Found ours = new Found();
    Found theirs = new Found();
    DiscoveryProbe probe = probe(cluster, "127.0.0.1:5701", ours);
    probe(cluster + " other", "127.0.0.1:5702", new Found());
    probe(cluster + " other", "127.0.0.1:5703", theirs);
    assertThat(theirs.next()).isEqualTo("127.0.0.1:5702");

    probe(cluster, "127.0.0.1:5704", new Found());
    assertThat(ours.next()).isEqualTo("127.0.0.1:5704");
    assertThat(probe.collect(PATIENCE)).containsExactly("127.0.0.1:5704");
  }

  @Test
  void garbageIsIgnored() throws Exception {
    Found found = new Found();
    DiscoveryProbe probe = probe(cluster, "127.0.0.1:5701", found);
    MulticastGroup stranger = new MulticastGroup(InetAddress.getLoopbackAddress());
    open.add(stranger);
    Random random = new Random(1);
    for (int i = 0; i < 50; i++) {
      // All of it together fits a socket's buffer: what overflows there is dropped, good and bad.
      byte[] garbage = new byte[random.nextInt(i == 0 ? 20_000 : 600)];
      random.nextBytes(garbage);
      stranger.send(garbage);
    }
    byte[] hello = new Announcement(cluster, "127.0.0.1:5702", true).bytes();
    stranger.send(
        (new String(hello, StandardCharsets.US_ASCII) + " ").getBytes(StandardCharsets.US_ASCII));
    stranger.send(new Announcement(cluster, "127.0.0.1:5703", false).bytes());

    assertThat(found.next()).isEqualTo("127.0.0.1:5703");
    assertThat(probe.collect(PATIENCE)).containsExactly("127.0.0.1:5703");
  }

  @Test
  void aListenerThatFailsDoesNotEndTheSearch() throws Exception {
    Found found = new Found();
    probe(
        cluster,
        "127.0.0.1:5701",
        address -> {
          found.accept(address);
          throw new IllegalStateException("cannot use " + address);
        });
    MulticastGroup others = new MulticastGroup(InetAddress.getLoopbackAddress());
    open.add(others);
    others.send(new Announcement(cluster, "127.0.0.1:5702", false).bytes());
    assertThat(found.next()).isEqualTo("127.0.0.1:5702");

    others.send(new Announcement(cluster, "127.0.0.1:5703", false).bytes());
    assertThat(found.next()).isEqualTo("127.0.0.1:5703");
  }

  @Test
  void anAddressThatIsNotOfThisHostIsRefusedWithAWayOut() {
    assertThatIOException()
        .isThrownBy(
            () ->
                new DiscoveryProbe(
                    cluster, InetAddress.getByName("203.0.113.9"), "203.0.113.9:1", a -> {}))
        .withMessage(
            "cannot look for members by multicast from 203.0.113.9: no network interface has this"
                + " address; list them with --join instead of --discover");
  }

  private DiscoveryProbe probe(String name, String address, Consumer<String> found)
      throws IOException {
    DiscoveryProbe probe =
        new DiscoveryProbe(name, InetAddress.getLoopbackAddress(), address, found);
    open.add(probe);
    return probe;
  }

  /** What a probe told. */
  private static final class Found implements Consumer<String> {
    private final BlockingQueue<String> addresses = new LinkedBlockingQueue<>();

    @Override
    public void accept(String address) {
      addresses.add(address);
    }

    String next() throws InterruptedException {
      return addresses.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
