package taskgrid.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import taskgrid.grid.BatchKey;

class DealerTest {
  private static final UUID SMALL = new UUID(0, 1);
  private static final UUID LARGE = new UUID(0, 2);

  private final FakeGrid grid = new FakeGrid(new Random(1), new ManualClock(), 1, 4);
  private final Credits credits = new Credits();
  private final Dealer dealer = new Dealer(grid, credits, member -> true, false);

  DealerTest() {
    dealer.recount(List.of());
  }

  private List<UUID> deal(int batches) {
    List<UUID> dealt = new ArrayList<>();
    for (int i = 0; i < batches; i++) {
      Dealer.Deal deal = dealer.deal();
      assertThat(grid.ownerOf(deal.route())).isEqualTo(deal.member());
      dealer.sent(deal.member(), 10);
      dealt.add(deal.member());
    }
    return dealt;
  }

  @Test
  void membersGetBatchesInProportionToTheirSlots() {
    List<UUID> dealt = deal(10);
    assertThat(dealt).filteredOn(SMALL::equals).hasSize(2);
    assertThat(dealt).filteredOn(LARGE::equals).hasSize(8);
  }

  @Test
  void noMemberGetsMoreThanKeepsItBusy() {
    List<UUID> dealt = deal(16);
    assertThat(dealt).filteredOn(SMALL::equals).hasSize(4);
    assertThat(dealt).filteredOn(LARGE::equals).hasSize(12);
    assertThat(dealer.anyRoom()).isFalse();
    assertThat(dealer.shortOfCredit()).isFalse();
    assertThat(dealer.deal()).isNull();
    dealer.done(SMALL);
    assertThat(deal(1)).containsExactly(SMALL);
  }

  @Test
  void aSlotIsIdleWhileItsMemberHasFewerBatchesThanSlots() {
    assertThat(dealer.anyIdle()).isTrue();
    deal(5);
    assertThat(dealer.anyIdle()).isFalse();
    dealer.done(LARGE);
    assertThat(dealer.anyIdle()).isTrue();
  }

  @Test
  void aMemberWithoutCreditGetsNothing() {
    credits.granted(SMALL, credits.sent(SMALL), 0);
    assertThat(deal(3)).containsOnly(LARGE);
    credits.granted(LARGE, credits.sent(LARGE), 0);
    assertThat(dealer.anyRoom()).isFalse();
    assertThat(dealer.shortOfCredit()).isTrue();
  }

  @Test
  void creditIsAsOldAsTheQuestion() {
    long mark = credits.sent(LARGE);
    credits.send(LARGE, 1000);
    credits.granted(LARGE, mark, 1000);
    assertThat(credits.has(LARGE)).isFalse();
    credits.granted(LARGE, credits.sent(LARGE), 1);
    assertThat(credits.has(LARGE)).isTrue();
  }

  @Test
  void whoOwnsARouteNowHasItsBatches() {
    deal(10);
    grid.kill(0, 0);
    List<SentBatch> all = new ArrayList<>();
    for (int route = 0; route < 11; route++) {
      PackedBatch packed = new PackedBatch(route, route + 1, 1, 1, Input.lines(List.of()), 0, 1);
      BatchKey key = new BatchKey("job", 0, route + 1, route);
      all.add(new SentBatch(key, packed, new byte[1]));
    }
    dealer.recount(all);
    assertThat(dealer.slots()).isEqualTo(4);
    assertThat(all).allSatisfy(batch -> assertThat(batch.member).isEqualTo(LARGE));
    assertThat(deal(1)).containsExactly(LARGE);
    assertThat(dealer.deal()).isNull();
  }
}
