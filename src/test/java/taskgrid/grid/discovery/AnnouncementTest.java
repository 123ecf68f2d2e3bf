package taskgrid.grid.discovery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskgrid.grid.layout.Protocol;

class AnnouncementTest {
  private static final String OURS = "TASKGRID " + Protocol.VERSION + " ";

  @Test
  void saysWhoAndWhereInOneLine() {
    Announcement hello = new Announcement("taskgrid", "10.77.0.1:5701", true);

    assertThat(new String(hello.bytes(), US_ASCII))
        .isEqualTo(OURS + "taskgrid 10.77.0.1:5701 hello");
  }

  @ParameterizedTest
  @ValueSource(strings = {"taskgrid", "my grid", "größer", "a%20b", "x\ny"})
  void comesBackAsItWentWhateverTheClusterIsCalled(String cluster) {
    Announcement here = new Announcement(cluster, "[fe80::1%eth0]:5701", false);

    assertThat(Announcement.parse(ByteBuffer.wrap(here.bytes()), cluster)).contains(here);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "TASKGRID",
        OURS + "taskgrid 10.0.0.1:5701",
        OURS + "taskgrid 10.0.0.1:5701 maybe",
        OURS + "taskgrid 10.0.0.1:5701 hello more",
        OURS + "taskgrid 10.0.0.1:5701 hello\n",
        "TASKGRID 999 taskgrid 10.0.0.1:5701 hello",
        "TASKGRID 99999999999 taskgrid 10.0.0.1:5701 hello",
        OURS + "other 10.0.0.1:5701 hello",
        OURS + "taskgrid 10.0.0.1 hello",
        OURS + "taskgrid 10.0.0.1:0 hello",
        OURS + "taskgrid 10.0.0.1:65536 hello",
        OURS + "taskgrid 10.0.0.1:5701,10.0.0.2:5701 hello",
        OURS + "taskgrid $(reboot):5701 hello",
        "taskgrid 1 taskgrid 10.0.0.1:5701 hello"
      })
  void anythingElseIsNobody(String datagram) {
    assertThat(Announcement.parse(US_ASCII.encode(datagram), "taskgrid")).isEmpty();
  }

  @Test
  void randomBytesAreNobody() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      byte[] bytes = new Announcement("taskgrid", "10.0.0.1:5701", true).bytes();
      bytes[random.nextInt(24)] = (byte) random.nextInt(32);
      assertThat(Announcement.parse(ByteBuffer.wrap(bytes), "taskgrid")).isEmpty();
      byte[] garbage = new byte[random.nextInt(1_500)];
      random.nextBytes(garbage);
      assertThat(Announcement.parse(ByteBuffer.wrap(garbage), "taskgrid")).isEmpty();
    }
  }

  @Test
  void whatCannotBeAnnouncedIsRefusedAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Announcement("taskgrid", "nowhere", true))
        .withMessage("cannot announce the address 'nowhere'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Announcement("x".repeat(901), "a:1", true))
        .withMessageContaining("too long");
  }
}
