package taskgrid.grid.run;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.layout.Batch;
import taskgrid.grid.layout.Segment;

/**
 * Opens stored batches: reads the lines, what the log already has, and what other members said they
 * hold. A batch whose log is complete, or only a stub, is never opened again: it leaves the store.
 */
public final class Opener {
  private final Store store;
  private final Predicate<BatchKey> hasLog;
  private final Predicate<BatchKey> isCompacted;
  private final SegmentWriter.Log log;
  private final SegmentWriter writer;

  /** What members that have crashed may have been running, as last read. */
  private volatile Map<BatchKey, List<Casualty>> casualties = Map.of();

  /** What other members hold of batches that are not open yet. */
  private final Map<BatchKey, Map<UUID, BitSet>> heldElsewhere = new ConcurrentHashMap<>();

  /**
   * @param hasLog whether the index knows a log or a stub of a batch; without one the store is not
   *     asked, because the index of an owned partition is complete
   * @param isCompacted whether its stub has become a part of something larger
   * @param log is told of the segments that were found
   */
  public Opener(
      Store store,
      Predicate<BatchKey> hasLog,
      Predicate<BatchKey> isCompacted,
      SegmentWriter.Log log,
      SegmentWriter writer) {
    this.store = store;
    this.hasLog = hasLog;
    this.isCompacted = isCompacted;
    this.log = log;
    this.writer = writer;
  }

  /** Another member runs these lines: they are not to be started when the batch is opened. */
  public void heldBy(UUID member, HeldClaims.Range range) {
    heldElsewhere.compute(
        range.key(),
        (key, byMember) -> {
          Map<UUID, BitSet> held = byMember == null ? new ConcurrentHashMap<>() : byMember;
          held.computeIfAbsent(member, id -> new BitSet()).set(range.from(), range.to());
          return held;
        });
  }

  /** What members that have crashed may have been running, of batches that are not open yet. */
  public void casualties(Map<BatchKey, List<Casualty>> all) {
    casualties = all;
  }

  /** What a departed member held is free again. */
  public void left(UUID member) {
    heldElsewhere.values().forEach(held -> held.remove(member));
    heldElsewhere.values().removeIf(Map::isEmpty);
  }

  /**
   * Opens the batch; null if there is nothing to run in it. Blocks, and takes no lock.
   *
   * @param known what is stored, if the caller knows; null = it is read
   */
  @Nullable OpenBatch open(BatchKey key, byte @Nullable [] known, JobContext job) {
    byte[] bytes = known != null ? known : store.load(key);
    if (bytes == null) {
      return null;
    }
    Batch batch = Batch.read(bytes);
    OpenBatch open = new OpenBatch(key, batch, job.backoff(batch), System.nanoTime());
    // In this order: a stub may become a part of something larger in between.
    boolean done = (hasLog.test(key) && readLog(key, open)) || isCompacted.test(key);
    if (done) {
      log.foundEnded(key);
      return null;
    }
    if (open.buffering()) {
      // Every line has ended and no segment says so: its writer crashed, or there is no task in it.
      writer.flush(open);
    }
    return open;
  }

  /**
   * Notes in an opened batch what other members hold of it. Under the dispatcher's lock, as a
   * member's departure is: else what a departed member held could stay held for ever.
   */
  void hold(OpenBatch open, JobContext job) {
    if (job.crashLimit() > 0) {
      casualties.getOrDefault(open.key(), List.of()).forEach(open::accuse);
    }
    Map<UUID, BitSet> held = heldElsewhere.remove(open.key());
    if (held != null) {
      held.forEach((member, lines) -> hold(open, member, lines));
    }
  }

  private static void hold(OpenBatch open, UUID member, BitSet lines) {
    for (int from = lines.nextSetBit(0); from >= 0; from = lines.nextSetBit(from)) {
      int to = lines.nextClearBit(from);
      open.hold(member, from, to);
      from = to;
    }
  }

  /** Returns whether the batch is complete. */
  private boolean readLog(BatchKey key, OpenBatch open) {
    if (store.loadSegment(key, Store.STUB) != null) {
      return true;
    }
    for (int n = 0; ; n++) {
      byte[] segment = store.loadSegment(key, n);
      if (segment == null) {
        return open.completed();
      }
      open.read(Segment.read(segment));
      log.written(key, segment);
    }
  }
}
