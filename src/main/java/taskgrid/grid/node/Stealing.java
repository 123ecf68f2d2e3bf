package taskgrid.grid.node;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.run.Abilities;
import taskgrid.grid.run.Dispatcher;
import taskgrid.grid.run.HeldClaims;
import taskgrid.grid.run.Slots;
import taskgrid.grid.wire.Call;
import taskgrid.grid.wire.ClaimRequest;
import taskgrid.grid.wire.Codec;

/**
 * While this member has idle slots and nothing of its own to start, it has a claim waiting at every
 * other member: who becomes busy hands over at once, and idleness costs one call a second.
 */
final class Stealing {
  private static final Logger LOG = LogManager.getLogger(Stealing.class);
  private static final int WAIT_MILLIS = 1000;

  /** A claim that may not be given a suspect, because one runs here, is soon said anew. */
  private static final int WAIT_BESIDE_SUSPECT_MILLIS = 100;

  /** Then its owner may have a permit for it sooner. */
  private static final long MOST_PERMIT_WAIT_NANOS = 1_000_000_000;

  /** What a slot takes, it takes at once. */
  private static final long MOST_WAIT_NANOS = 10_000_000;

  private final Recovery.Others others;
  private final Dispatcher dispatcher;
  private final Slots slots;
  private final Executor blocking;
  private final Function<BatchKey, @Nullable UUID> owners;
  private final Capabilities capabilities;

  /** The claim of ours that waits at a member. */
  private final Map<UUID, Asked> asked = new ConcurrentHashMap<>();

  private final AtomicLong claims = new AtomicLong();

  /**
   * A claim.
   *
   * @param number tells it from others that say the same: of two at one member only the later one
   *     waits, and the end of the other says nothing of it
   * @param abilities what it says that this member takes
   */
  private record Asked(long number, Abilities abilities) {}

  /** What this member may run, and whether it may start anything now. */
  record Capabilities(
      Supplier<Abilities> abilities, List<String> functions, BooleanSupplier mayStart) {}

  Stealing(
      Recovery.Others others,
      Dispatcher dispatcher,
      Slots slots,
      Executor blocking,
      Function<BatchKey, @Nullable UUID> owners,
      Capabilities capabilities) {
    this.others = others;
    this.dispatcher = dispatcher;
    this.slots = slots;
    this.blocking = blocking;
    this.owners = owners;
    this.capabilities = capabilities;
  }

  /** Called every few milliseconds, and when a slot has found nothing more to do. */
  void tick() {
    dispatcher.letGoWaiting(System.nanoTime(), MOST_PERMIT_WAIT_NANOS).forEach(this::giveBack);
    if (slots.idle() == 0) {
      giveBack();
      return;
    }
    if (dispatcher.hasReady() || !capabilities.mayStart().getAsBoolean()) {
      return;
    }
    Abilities now =
        capabilities.abilities().get().within(!dispatcher.awaitsPermits(), dispatcher.full());
    for (UUID member : others.ids()) {
      // A claim that was made before the files of a job came, or while all copies of one ran, is
      // not given its tasks: it is replaced.
      Asked next = new Asked(claims.incrementAndGet(), now);
      Asked waits =
          asked.merge(
              member, next, (before, more) -> before.abilities().takesAllThat(now) ? before : more);
      if (waits.number() == next.number()) {
        ask(member, next);
      }
    }
  }

  /**
   * What was given may come when the slots that it was asked for have something else: back it goes,
   * for another member may be idle by now. Should that get lost, the owner's audit finds it.
   */
  private void giveBack() {
    dispatcher.letGo(System.nanoTime(), MOST_WAIT_NANOS).forEach(this::giveBack);
  }

  private void giveBack(HeldClaims.Range range) {
    UUID owner = owners.apply(range.key());
    if (owner != null) {
      others
          .call(owner, Call.GIVE_BACK, Recovery.answer(List.of(range)))
          .whenComplete(
              (done, failure) -> {
                if (failure != null) {
                  LOG.debug("{} was not given back: {}", range.key(), failure.toString());
                }
              });
    }
  }

  private void ask(UUID member, Asked what) {
    Abilities abilities = what.abilities();
    boolean suspect = !dispatcher.runsSuspect();
    ClaimRequest request =
        new ClaimRequest(
            slots.idle(),
            suspect,
            suspect ? WAIT_MILLIS : WAIT_BESIDE_SUSPECT_MILLIS,
            abilities.labels(),
            abilities.shell(),
            capabilities.functions(),
            List.copyOf(abilities.bundles()),
            abilities.limited(),
            List.copyOf(abilities.full()));
    long asked = System.nanoTime();
    others
        .call(member, Call.CLAIM, Codec.encode(request))
        .whenCompleteAsync(
            (reply, failure) -> {
              if (failure == null) {
                Granting.decode(reply).forEach(grant -> takeOver(grant, member, asked));
                slots.callForHelp();
              } else {
                LOG.debug("member {} gives nothing: {}", member, failure.toString());
              }
              this.asked.remove(member, what);
            },
            blocking);
  }

  private void takeOver(Dispatcher.Grant grant, UUID granter, long askedNanos) {
    if (grant.claim().suspicion() != null && dispatcher.runsSuspect()) {
      // Two members have given one each at the same time.
      giveBack(new HeldClaims.Range(grant.key(), grant.claim().from(), grant.claim().to()));
    } else if (!dispatcher.takeOver(grant, granter, askedNanos)) {
      // Its owner's audit finds that nobody holds it.
      LOG.debug("what was granted of {} is left to its owner", grant.key());
    }
  }
}
