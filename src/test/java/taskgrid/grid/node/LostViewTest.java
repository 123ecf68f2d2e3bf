package taskgrid.grid.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LostViewTest {
  private static final InetSocketAddress SOMEWHERE = InetSocketAddress.createUnresolved("a", 1);
  private long now = 1_000_000;
  private final LostView view =
      new LostView(
          new Clock() {
            @Override
            public Instant instant() {
              return Instant.ofEpochMilli(now);
            }

            @Override
            public ZoneId getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
              return this;
            }
          });

  private UUID loses(int left) {
    UUID member = new UUID(left, 0);
    view.sees(left);
    view.left(member, SOMEWHERE);
    return member;
  }

  @Test
  void aMemberThatSeesMostOfTheOthersGoesOn() {
    view.sees(3);
    assertThat(view.mayStart()).isTrue();

    loses(2);

    assertThat(view.mayStart()).isTrue();
  }

  @Test
  void aMemberThatLostAsManyAsItSeesWaitsForAWhile() {
    view.sees(2);
    loses(1);

    assertThat(view.mayStart()).isFalse();
    now += Caution.PAUSE_MILLIS - 1;
    assertThat(view.mayStart()).isFalse();
    now += 1;
    assertThat(view.mayStart()).isTrue();
    assertThat(view.doubtful()).isEmpty();
  }

  @Test
  void membersThatAreLostOneAfterTheOtherCountTogether() {
    view.sees(4);
    loses(3);
    assertThat(view.mayStart()).isTrue();
    now += 1_000;
    loses(2);

    assertThat(view.mayStart()).isFalse();
  }

  @Test
  void whoIsKnownToHaveEndedDoesNotCount() {
    view.sees(2);
    UUID lost = loses(1);

    view.certain(lost);

    assertThat(view.mayStart()).isTrue();
  }

  @Test
  void whoComesBackIsSeen() {
    view.sees(2);
    loses(1);

    view.sees(2);

    assertThat(view.mayStart()).isTrue();
  }

  @Test
  void aPortThatNobodyListensAtProvesThatItsMemberHasEnded() throws Exception {
    InetSocketAddress address;
    try (ServerSocket open = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      address = new InetSocketAddress(open.getInetAddress(), open.getLocalPort());
      assertThat(LastSight.isRefused(address)).as("somebody listens").isFalse();
    }
    assertThat(LastSight.isRefused(address)).as("nobody does any more").isTrue();
  }
}
