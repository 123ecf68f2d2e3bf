package taskgrid.grid.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import taskgrid.grid.run.Abilities;
import taskgrid.grid.run.OneMember;
import taskgrid.grid.run.Slots;
import taskgrid.grid.wire.Call;
import taskgrid.grid.wire.ClaimRequest;
import taskgrid.grid.wire.Codec;

class StealingTest {
  private static final byte[] NOTHING = {0};

  private final Owner owner = new Owner();
  private Abilities abilities = new Abilities(Map.of("zone", "east"), false);
  private final Stealing stealing = stealing(new OneMember());

  private Stealing stealing(OneMember member) {
    return new Stealing(
        owner,
        member.dispatcher,
        new Slots(2, member.dispatcher, member.delivery, () -> {}, "me"),
        Runnable::run,
        key -> null,
        new Stealing.Capabilities(() -> abilities, List.of(), () -> true));
  }

  /** The one other member, which lets claims wait. */
  private static final class Owner implements Recovery.Others {
    private final List<ClaimRequest> claims = new ArrayList<>();
    private final List<CompletableFuture<byte[]>> answers = new ArrayList<>();

    @Override
    public CompletionStage<byte[]> call(UUID member, Call call, byte[] request) {
      assertThat(call).isEqualTo(Call.CLAIM);
      claims.add(Codec.claimRequest(request));
      answers.add(new CompletableFuture<>());
      return answers.get(answers.size() - 1);
    }

    @Override
    public Set<UUID> ids() {
      return Set.of(new UUID(0, 2));
    }

    @Override
    public UUID self() {
      return new UUID(0, 1);
    }
  }

  @Test
  void oneClaimWaitsUntilItIsAnswered() {
    stealing.tick();
    stealing.tick();
    assertThat(owner.claims).hasSize(1);

    owner.answers.get(0).complete(NOTHING);
    stealing.tick();
    assertThat(owner.claims).hasSize(2);
  }

  @Test
  void whoHasGotFilesDoesNotWaitForTheEndOfAClaimWithoutThem() {
    stealing.tick();
    abilities = new Abilities(Map.of("zone", "east"), false, Set.of("files"), true, Set.of());
    stealing.tick();
    assertThat(owner.claims)
        .extracting(ClaimRequest::bundles)
        .containsExactly(List.of(), List.of("files"));

    // The end of the first one says nothing of the second.
    owner.answers.get(0).complete(NOTHING);
    stealing.tick();
    assertThat(owner.claims).hasSize(2);
    owner.answers.get(1).complete(NOTHING);
    stealing.tick();
    assertThat(owner.claims).hasSize(3);
  }

  @Test
  void aClaimThatTakesMoreThanThisMemberWouldNowIsLeftWaiting() {
    abilities = new Abilities(Map.of("zone", "east"), false, Set.of("files"), true, Set.of());
    stealing.tick();
    abilities = new Abilities(Map.of("zone", "east"), false);
    stealing.tick();
    assertThat(owner.claims).hasSize(1);
  }
}
