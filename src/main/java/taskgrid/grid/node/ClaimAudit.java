package taskgrid.grid.node;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import taskgrid.grid.BatchKey;
import taskgrid.grid.run.Dispatcher;
import taskgrid.grid.run.HeldClaims;
import taskgrid.grid.run.OpenBatch;
import taskgrid.grid.run.Slots;
import taskgrid.grid.wire.Call;

/**
 * Asks members about the claims that this owner believes they hold. An answer to a claim can be
 * lost on its way, and then nobody runs its tasks: what a member twice does not name is free again,
 * and what a departed member had.
 */
final class ClaimAudit {
  private static final Logger LOG = LogManager.getLogger(ClaimAudit.class);

  private final Dispatcher dispatcher;
  private final Slots slots;
  private final Ownership ownership;
  private final Recovery.Others others;
  private final CrashMarks crashMarks;

  /** What was not named the last time. */
  private Map<UUID, Map<BatchKey, BitSet>> suspects = Map.of();

  ClaimAudit(
      Dispatcher dispatcher,
      Slots slots,
      Ownership ownership,
      Recovery.Others others,
      CrashMarks crashMarks) {
    this.dispatcher = dispatcher;
    this.slots = slots;
    this.ownership = ownership;
    this.others = others;
    this.crashMarks = crashMarks;
  }

  /** Called every second, one run at a time. Blocks. */
  void run() {
    Map<UUID, Map<BatchKey, BitSet>> believed = believed();
    releaseDeparted(believed.keySet());
    Map<UUID, Map<BatchKey, BitSet>> unnamed = new HashMap<>();
    for (var holder : believed.entrySet()) {
      Map<BatchKey, BitSet> missing = missing(holder.getKey(), holder.getValue());
      Map<BatchKey, BitSet> before = suspects.getOrDefault(holder.getKey(), Map.of());
      missing.forEach((key, lines) -> freeIfTwice(holder.getKey(), key, lines, before.get(key)));
      unnamed.put(holder.getKey(), missing);
    }
    suspects = unnamed;
  }

  /**
   * A claim that waited here when its member left may have been answered after that; and of a
   * suspect its marks must tell first whether it crashed.
   */
  private void releaseDeparted(Set<UUID> holders) {
    Set<UUID> departed = new HashSet<>(holders);
    departed.removeAll(others.ids());
    departed.remove(others.self());
    for (UUID member : departed) {
      if (dispatcher.holdsSuspects(member)) {
        dispatcher.accuse(crashMarks.casualties());
      }
      if (dispatcher.release(member)) {
        slots.callForHelp();
      }
    }
  }

  private Map<UUID, Map<BatchKey, BitSet>> believed() {
    Map<UUID, Map<BatchKey, BitSet>> believed = new HashMap<>();
    for (OpenBatch batch : List.copyOf(dispatcher.open().values())) {
      for (UUID member : batch.holders()) {
        BitSet lines = batch.heldBy(member);
        if (!lines.isEmpty()) {
          believed.computeIfAbsent(member, m -> new HashMap<>()).put(batch.key(), lines);
        }
      }
    }
    return believed;
  }

  private Map<BatchKey, BitSet> missing(UUID member, Map<BatchKey, BitSet> believed) {
    Set<Integer> partitions = new HashSet<>();
    believed.keySet().forEach(key -> partitions.add(ownership.partitionOf(key)));
    Map<BatchKey, BitSet> missing = new HashMap<>();
    try {
      byte[] answer =
          others
              .call(member, Call.HELD, Recovery.question(partitions))
              .toCompletableFuture()
              .join();
      believed.forEach((key, lines) -> missing.put(key, (BitSet) lines.clone()));
      for (HeldClaims.Range range : Recovery.ranges(answer)) {
        BitSet lines = missing.get(range.key());
        if (lines != null) {
          lines.clear(range.from(), range.to());
        }
      }
    } catch (RuntimeException e) {
      LOG.debug("member {} does not say what it holds: {}", member, e.toString());
    }
    return missing;
  }

  private void freeIfTwice(
      UUID member, BatchKey key, BitSet lines, @org.jspecify.annotations.Nullable BitSet before) {
    OpenBatch batch = dispatcher.open().get(key);
    if (before == null || batch == null) {
      return;
    }
    BitSet twice = (BitSet) lines.clone();
    twice.and(before);
    if (!twice.isEmpty()) {
      batch.disown(member, twice);
      dispatcher.freed(key);
      slots.callForHelp();
    }
  }
}
