package taskgrid.grid.node;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.layout.ByteReader;
import taskgrid.grid.layout.ByteWriter;
import taskgrid.grid.run.Abilities;
import taskgrid.grid.run.Dispatcher;
import taskgrid.grid.run.HeldClaims;
import taskgrid.grid.run.JobContext;
import taskgrid.grid.run.OpenBatch;
import taskgrid.grid.run.Slots;
import taskgrid.grid.run.Suspicion;
import taskgrid.grid.wire.CallTarget.Answer;
import taskgrid.grid.wire.ClaimRequest;
import taskgrid.grid.wire.Codec;

/**
 * Gives tasks to members that have idle slots while this one's are all busy. A claim that finds
 * nothing waits here, without a thread, until there is something to give or its time is over.
 */
final class Granting {
  /**
   * A slot that is just being taken is busy and starts something at once: only who has been busy
   * for so many ticks has too much to do.
   */
  private static final int TICKS_BUSY = 2;

  private final Dispatcher dispatcher;
  private final Slots slots;
  private final Clock clock;
  private final Executor blocking;
  private final BiConsumer<UUID, JobContext> shipping;
  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();

  /** Written by the timer's thread alone. */
  private volatile int ticksBusy;

  private record Waiting(UUID claimant, ClaimRequest request, Answer answer, long deadline) {}

  /**
   * @param blocking runs what has to read the store
   * @param shipping tells a member that it lacks the files of a job; does not block
   */
  Granting(
      Dispatcher dispatcher,
      Slots slots,
      Clock clock,
      Executor blocking,
      BiConsumer<UUID, JobContext> shipping) {
    this.dispatcher = dispatcher;
    this.slots = slots;
    this.clock = clock;
    this.blocking = blocking;
    this.shipping = shipping;
  }

  void claim(UUID claimant, ClaimRequest request, Answer answer) {
    long deadline = clock.millis() + Math.min(1000, request.maxWaitMillis());
    replace(claimant);
    waiting.add(new Waiting(claimant, request, answer, deadline));
    if (dispatcher.anyShipped()) {
      dispatcher.lackedBy(abilities(request)).forEach(job -> shipping.accept(claimant, job));
    }
    if (hasTooMuch() || hasForeign() || hasBeyondCopies()) {
      blocking.execute(this::give);
    }
  }

  /** Of two claims for the same slots only the later one is given anything. */
  private void replace(UUID claimant) {
    for (Waiting claim : waiting) {
      if (claim.claimant().equals(claimant) && waiting.remove(claim)) {
        claim.answer().done(encode(List.of()));
      }
    }
  }

  /** A claimant has not begun what it was given, and has nobody to begin it. */
  void givenBack(UUID claimant, List<HeldClaims.Range> ranges) {
    ranges.forEach(range -> dispatcher.givenBack(claimant, range));
    slots.callForHelp();
  }

  private boolean hasTooMuch() {
    return ticksBusy >= TICKS_BUSY && isBusy();
  }

  private boolean isBusy() {
    return slots.idle() == 0 && dispatcher.hasOwnReady();
  }

  /** Called every few milliseconds. */
  void tick() {
    ticksBusy = isBusy() ? Math.min(ticksBusy + 1, TICKS_BUSY) : 0;
    if (!waiting.isEmpty() && (ticksBusy >= TICKS_BUSY || hasSpecial())) {
      blocking.execute(this::give);
    }
    long now = clock.millis();
    for (Waiting claim : waiting) {
      if (claim.deadline() <= now && waiting.remove(claim)) {
        claim.answer().done(encode(List.of()));
      }
    }
  }

  private void give() {
    Waiting claim = next();
    if (claim == null) {
      return;
    }
    try {
      claim.answer().done(encode(grants(claim)));
    } catch (RuntimeException e) {
      // The claimant must hear of it; what was granted meanwhile is found by the audit.
      claim.answer().failed(e);
    }
  }

  /** The claim that waits longest for what there is; null if there is none. */
  private @Nullable Waiting next() {
    boolean busy = slots.idle() == 0;
    boolean retries = dispatcher.hasRetriesForOthers();
    boolean suspects = hasSuspectsForOthers();
    for (Waiting claim : waiting) {
      Abilities abilities = abilities(claim);
      boolean fits =
          (busy && dispatcher.hasReadyFor(abilities))
              || dispatcher.hasForeignFor(abilities)
              || dispatcher.hasBeyondCopiesFor(abilities)
              || retries
              || (suspects && claim.request().suspect());
      // Whoever removes it answers it.
      if (fits && waiting.remove(claim)) {
        return claim;
      }
    }
    return null;
  }

  private static Abilities abilities(Waiting claim) {
    return abilities(claim.request());
  }

  private static Abilities abilities(ClaimRequest request) {
    return new Abilities(
        request.labels(),
        request.shell(),
        Set.copyOf(request.bundles()),
        request.limited(),
        Set.copyOf(request.full()));
  }

  /** Whether somebody waits for what this member cannot run itself. */
  private boolean hasForeign() {
    return waiting.stream().anyMatch(claim -> dispatcher.hasForeignFor(abilities(claim)));
  }

  /** Whether somebody waits for what this member runs as many copies of as it may. */
  private boolean hasBeyondCopies() {
    return waiting.stream().anyMatch(claim -> dispatcher.hasBeyondCopiesFor(abilities(claim)));
  }

  /** What others may have although this member has idle slots. */
  private boolean hasSpecial() {
    return dispatcher.hasRetriesForOthers()
        || hasSuspectsForOthers()
        || hasForeign()
        || hasBeyondCopies();
  }

  /** This member comes to one suspect at a time, and to none while its slots are busy. */
  private boolean hasSuspectsForOthers() {
    return dispatcher.hasForeignSuspects()
        || (dispatcher.hasSuspects() && (dispatcher.runsSuspect() || slots.idle() == 0));
  }

  private List<Dispatcher.Grant> grants(Waiting claim) {
    List<Dispatcher.Grant> grants = new ArrayList<>();
    Abilities abilities = abilities(claim);
    if (claim.request().suspect() && hasSuspectsForOthers()) {
      Dispatcher.Grant suspect = dispatcher.grantSuspect(claim.claimant(), abilities);
      if (suspect != null) {
        grants.add(suspect);
      }
    }
    while (grants.size() < claim.request().max()) {
      Dispatcher.Grant grant = dispatcher.grantRetry(claim.claimant(), abilities);
      if (grant == null && slots.idle() == 0) {
        grant = dispatcher.grant(claim.claimant(), abilities);
      }
      if (grant == null) {
        grant = dispatcher.grantForeign(claim.claimant(), abilities);
      }
      if (grant == null) {
        break;
      }
      grants.add(grant);
      if (dispatcher.limitsCopies(grant.key())) {
        // How many copies the claimant has free only it knows: it gets one, and asks again.
        abilities = abilities.without(grant.key().job());
      }
    }
    if (grants.isEmpty()) {
      Dispatcher.Grant beyond = dispatcher.grantBeyondCopies(claim.claimant(), abilities);
      if (beyond != null) {
        grants.add(beyond);
      }
    }
    return grants;
  }

  private static byte[] encode(List<Dispatcher.Grant> grants) {
    ByteWriter out = new ByteWriter().varint(grants.size());
    for (Dispatcher.Grant grant : grants) {
      OpenBatch.Claim claim = grant.claim();
      Codec.write(out, grant.key());
      out.varint(claim.from()).varint(claim.to()).varint(claim.attempt());
      Suspicion suspicion = claim.suspicion();
      out.varint(suspicion == null ? 0 : suspicion.times());
      out.varint(suspicion == null ? 0 : suspicion.crashes());
      out.string(suspicion == null ? "" : suspicion.member()).bytes(grant.lines());
    }
    return out.toByteArray();
  }

  static List<Dispatcher.Grant> decode(byte[] reply) {
    ByteReader in = new ByteReader(reply);
    List<Dispatcher.Grant> grants = new ArrayList<>();
    for (int left = in.varint(0, in.remaining()); left > 0; left--) {
      var key = Codec.batchKey(in);
      int from = (int) in.varint();
      int to = (int) in.varint();
      int attempt = (int) in.varint();
      int times = (int) in.varint();
      int crashes = (int) in.varint();
      String member = in.text();
      Suspicion suspicion = times == 0 ? null : new Suspicion(times, crashes, member);
      var claim = new OpenBatch.Claim(from, to, attempt, suspicion);
      grants.add(new Dispatcher.Grant(key, claim, in.bytes()));
    }
    return grants;
  }
}
