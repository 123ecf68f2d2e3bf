package taskgrid.grid.node;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import taskgrid.grid.run.Dispatcher;
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

  private final Recovery.Others others;
  private final Dispatcher dispatcher;
  private final Slots slots;
  private final Executor blocking;
  private final Capabilities capabilities;

  /** Members that have a claim of ours. */
  private final Set<UUID> asked = ConcurrentHashMap.newKeySet();

  /** What this member may run, and whether it may start anything now. */
  record Capabilities(
      Map<String, String> labels, java.util.List<String> functions, BooleanSupplier mayStart) {}

  Stealing(
      Recovery.Others others,
      Dispatcher dispatcher,
      Slots slots,
      Executor blocking,
      Capabilities capabilities) {
    this.others = others;
    this.dispatcher = dispatcher;
    this.slots = slots;
    this.blocking = blocking;
    this.capabilities = capabilities;
  }

  /** Called every few milliseconds. */
  void tick() {
    if (slots.idle() == 0 || dispatcher.hasReady() || !capabilities.mayStart().getAsBoolean()) {
      return;
    }
    for (UUID member : others.ids()) {
      if (asked.add(member)) {
        ask(member);
      }
    }
  }

  private void ask(UUID member) {
    ClaimRequest request =
        new ClaimRequest(
            slots.idle(), WAIT_MILLIS, capabilities.labels(), false, capabilities.functions());
    others
        .call(member, Call.CLAIM, Codec.encode(request))
        .whenCompleteAsync(
            (reply, failure) -> {
              if (failure == null) {
                Granting.decode(reply).forEach(this::takeOver);
                slots.callForHelp();
              } else {
                LOG.debug("member {} gives nothing: {}", member, failure.toString());
              }
              asked.remove(member);
            },
            blocking);
  }

  private void takeOver(Dispatcher.Grant grant) {
    if (!dispatcher.takeOver(grant)) {
      // Its owner's audit finds that nobody holds it.
      LOG.debug("a task of the unknown job {} is left to its owner", grant.key().job());
    }
  }
}
