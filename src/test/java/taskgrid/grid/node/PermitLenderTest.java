package taskgrid.grid.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import taskgrid.grid.run.Permits;
import taskgrid.task.Limits;

class PermitLenderTest {
  private static final UUID A = new UUID(0, 1);
  private static final UUID B = new UUID(0, 2);
  private static final Limits FOUR = new Limits(4, null, 0, null, 0);

  private static final Set<UUID> BOTH = Set.of(A, B);

  private final PermitLender lender = new PermitLender();
  private long now;

  private Permits.Grant lend(UUID member, int held, int wanted) {
    return lender
        .lend(member, List.of(new Permits.Ask(Permits.ALL, held, wanted)), FOUR, BOTH, now)
        .get(0);
  }

  private void later(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Test
  void aMemberHasItsShareAtOnceAndTheRestWhenNobodyElseWaits() {
    assertThat(lend(A, 0, 4).granted()).isEqualTo(2);
    assertThat(lend(A, 2, 2).granted()).isZero();
    later(30);
    assertThat(lend(A, 2, 2).granted()).isZero();
    later(40);
    assertThat(lend(A, 2, 2).granted()).isEqualTo(2);
  }

  @Test
  void neverMoreThanTheLimitIsLent() {
    assertThat(lend(A, 0, 9).granted()).isEqualTo(2);
    assertThat(lend(B, 0, 9).granted()).isEqualTo(2);
    later(100);
    assertThat(lend(A, 2, 9).granted()).isZero();
    assertThat(lend(B, 1, 0).granted()).isZero();
    later(30);
    assertThat(lend(A, 2, 9).granted()).isZero();
    later(40);
    assertThat(lend(A, 2, 9).granted()).isOne();
  }

  @Test
  void whatIsSaidTwiceCountsOnce() {
    assertThat(lend(A, 0, 2).granted()).isEqualTo(2);
    // The answer was lost: it holds nothing, and asks again.
    assertThat(lend(A, 0, 2).granted()).isEqualTo(2);
    assertThat(lend(B, 0, 2).granted()).isEqualTo(2);
    assertThat(lend(B, 2, 2).granted()).isZero();
  }

  @Test
  void aHolderHearsThatOthersWaitAndWhoHasWaitedLongestIsNext() {
    Limits one = new Limits(1, null, 0, null, 0);
    List<Permits.Ask> wants = List.of(new Permits.Ask(Permits.ALL, 0, 1));
    List<Permits.Ask> holds = List.of(new Permits.Ask(Permits.ALL, 1, 0));
    assertThat(lender.lend(A, wants, one, BOTH, now).get(0).granted()).isOne();
    assertThat(lender.lend(B, wants, one, BOTH, now).get(0).granted()).isZero();
    assertThat(lender.lend(A, holds, one, BOTH, now).get(0).contested()).isTrue();

    // It has given it back, and wants it again at once.
    assertThat(lender.lend(A, wants, one, BOTH, now).get(0).granted()).isZero();
    assertThat(lender.lend(B, wants, one, BOTH, now).get(0).granted()).isOne();
  }

  @Test
  void whoWaitsNoMoreHoldsNobodyUp() {
    assertThat(lend(A, 0, 2).granted()).isEqualTo(2);
    assertThat(lend(B, 0, 2).granted()).isEqualTo(2);
    assertThat(lend(B, 2, 1).granted()).isZero();
    later(100);
    assertThat(lend(A, 2, 0).contested()).isFalse();
  }

  @Test
  void aLoweredLimitIsReachedAsPermitsComeBack() {
    assertThat(lend(A, 0, 2).granted()).isEqualTo(2);
    assertThat(lend(B, 0, 2).granted()).isEqualTo(2);
    Limits two = FOUR.withAtOnce(2);
    List<Permits.Ask> asks = List.of(new Permits.Ask(Permits.ALL, 1, 1));
    assertThat(lender.lend(A, asks, two, BOTH, now).get(0).granted()).isZero();
  }

  @Test
  void whatMembersSayTheyHoldIsNotLentAgain() {
    lender.holds(A, List.of(new Permits.Ask(Permits.ALL, 3, 0)));
    assertThat(lend(B, 0, 4).granted()).isOne();
  }

  @Test
  void aLimitThatIsNoMoreHoldsNobodyUp() {
    assertThat(
            lender
                .lend(A, List.of(new Permits.Ask(Permits.ALL, 0, 50)), Limits.NONE, BOTH, now)
                .get(0)
                .granted())
        .isEqualTo(50);
  }

  @Test
  void whatAMemberHasHadThatIsGoneIsFree() {
    assertThat(lend(A, 0, 2).granted()).isEqualTo(2);
    List<Permits.Ask> all = List.of(new Permits.Ask(Permits.ALL, 0, 4));

    assertThat(lender.lend(B, all, FOUR, Set.of(B), now).get(0).granted()).isEqualTo(4);
  }
}
