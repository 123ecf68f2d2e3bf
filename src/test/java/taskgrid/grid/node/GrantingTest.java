package taskgrid.grid.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import taskgrid.grid.run.OneMember;
import taskgrid.grid.run.Slots;
import taskgrid.grid.wire.CallTarget;
import taskgrid.grid.wire.ClaimRequest;

class GrantingTest {
  private static final UUID CLAIMANT = new UUID(0, 1);
  private static final UUID OTHER = new UUID(0, 2);

  private final Granting granting = granting(new OneMember());

  private static Granting granting(OneMember member) {
    Slots slots = new Slots(2, member.dispatcher, member.delivery, () -> {}, "me");
    return new Granting(
        member.dispatcher, slots, Clock.systemUTC(), Runnable::run, (claimant, job) -> {});
  }

  private CompletableFuture<byte[]> claim(UUID claimant) {
    CompletableFuture<byte[]> answered = new CompletableFuture<>();
    granting.claim(
        claimant,
        new ClaimRequest(2, true, 1000, Map.of(), false, List.of(), List.of(), true, List.of()),
        new CallTarget.Answer() {
          @Override
          public void done(byte[] answer) {
            answered.complete(answer);
          }

          @Override
          public void failed(Throwable failure) {
            answered.completeExceptionally(failure);
          }
        });
    return answered;
  }

  @Test
  void theLaterClaimOfAMemberTakesThePlaceOfTheOneThatWaits() {
    CompletableFuture<byte[]> other = claim(OTHER);
    CompletableFuture<byte[]> first = claim(CLAIMANT);
    CompletableFuture<byte[]> second = claim(CLAIMANT);

    assertThat(Granting.decode(first.join())).isEmpty();
    assertThat(second).isNotDone();
    assertThat(other).isNotDone();
  }
}
