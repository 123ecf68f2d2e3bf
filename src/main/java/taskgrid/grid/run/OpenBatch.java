package taskgrid.grid.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.layout.Batch;
import taskgrid.grid.layout.Chunk;
import taskgrid.grid.layout.RecordCursor;
import taskgrid.grid.layout.RecordKind;
import taskgrid.grid.layout.RecordWriter;
import taskgrid.grid.layout.Segment;
import taskgrid.grid.layout.SegmentBuilder;

/**
 * A batch in the hands of its owner: which lines are free, claimed and ended, and which results
 * wait to be written. Lines are counted from 0 within the batch.
 *
 * <p>Everything is guarded by this object's monitor. No method calls out while holding it.
 */
public final class OpenBatch {
  private static final int CLOSES_AT = 1 << 20;
  private static final long MIN_WAIT = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long MAX_WAIT = TimeUnit.SECONDS.toNanos(1);

  private final BatchKey key;
  private final Batch batch;
  private final Backoff backoff;
  private final long opened;

  /** Lines that nobody has claimed and that have not ended. */
  private final BitSet free = new BitSet();

  /** Lines with a final record in the log or in the buffer, and lines that are no tasks. */
  private final BitSet ended = new BitSet();

  /** Lines that other members hold. */
  private final Map<UUID, BitSet> heldElsewhere = new HashMap<>();

  /** Failed attempts of lines that are to be tried again. */
  private final Map<Integer, Integer> attempts = new HashMap<>();

  /** When such a line may be started again, nanoseconds. */
  private final Map<Integer, Long> retryAt = new HashMap<>();

  private final ArrayDeque<Pending> buffer = new ArrayDeque<>();
  private int bufferedBytes;
  private long oldestBuffered;
  private @Nullable Cut inFlight;
  private int nextSegment;
  private boolean completed;
  private boolean closed;

  /** A chunk that waits for its segment. */
  public record Pending(byte[] chunk, Acknowledgement acknowledgement) {}

  /** A segment on its way to the log. */
  public record Cut(int n, byte[] bytes, boolean completes, List<Pending> parts) {}

  /** What became of results that were given to the batch. */
  public enum Appended {
    /** They wait for a segment; the acknowledgement will be called. */
    TAKEN,
    /** The log was complete already and has them; nothing more happens. */
    ALREADY_SAFE,
    /** The batch has left this member; they must go to its new owner. */
    GONE
  }

  /** Lines from..to (exclusive), claimed for their given attempt. */
  public record Claim(int from, int to, int attempt) {}

  /**
   * @param backoff how long failed attempts wait
   * @param now nanoseconds, as {@link System#nanoTime}
   */
  public OpenBatch(BatchKey key, Batch batch, Backoff backoff, long now) {
    this.key = key;
    this.batch = batch;
    this.backoff = backoff;
    this.opened = now;
    for (int line = 0; line < batch.lines(); line++) {
      (batch.isTask(line) ? free : ended).set(line);
    }
  }

  public BatchKey key() {
    return key;
  }

  public Batch batch() {
    return batch;
  }

  /** The next free lines, at most max and contiguous; null if none is free. */
  public synchronized @Nullable Claim claim(int max) {
    int from = free.nextSetBit(0);
    if (from < 0 || closed) {
      return null;
    }
    Integer failed = attempts.get(from);
    int to = failed != null ? from + 1 : Math.min(free.nextClearBit(from), from + max);
    if (failed == null && !attempts.isEmpty()) {
      to = untriedUpTo(from, to);
    }
    free.clear(from, to);
    return new Claim(from, to, failed == null ? 1 : failed + 1);
  }

  private int untriedUpTo(int from, int to) {
    for (int line = from; line < to; line++) {
      if (attempts.containsKey(line)) {
        return line;
      }
    }
    return to;
  }

  /**
   * The same for another member, which holds the claim until its result is delivered or it leaves.
   */
  public synchronized @Nullable Claim claimFor(UUID member, int max) {
    Claim claim = claim(max);
    if (claim != null) {
      hold(member, claim.from(), claim.to());
    }
    return claim;
  }

  /** Notes what another member says it runs, so that it is not started again. */
  public synchronized void hold(UUID member, int from, int to) {
    heldElsewhere.computeIfAbsent(member, id -> new BitSet()).set(from, to);
    free.clear(from, to);
  }

  /** Frees what a departed member held. Returns whether anything became free. */
  public synchronized boolean release(UUID member) {
    BitSet held = heldElsewhere.remove(member);
    if (held == null) {
      return false;
    }
    held.andNot(ended);
    free.or(held);
    return !held.isEmpty();
  }

  /** Frees lines that were claimed and not started. */
  public synchronized void giveBack(int from, int to) {
    free.set(from, to);
    free.andNot(ended);
    heldElsewhere.values().forEach(held -> held.clear(from, to));
  }

  public synchronized boolean hasFree() {
    return !closed && !free.isEmpty();
  }

  /** Tasks that nobody runs. */
  public synchronized int waiting() {
    return free.cardinality() + retryAt.size();
  }

  /** Tasks that are claimed. */
  public synchronized int running() {
    return batch.lines() - waiting() - ended.cardinality();
  }

  /**
   * Takes in a segment that is already in the log: when the batch is opened, or when another writer
   * was first. Segments come in the order of their numbers.
   */
  public synchronized void read(Segment segment) {
    noteRecords(segment.records());
    nextSegment = segment.n() + 1;
    completed |= segment.complete();
  }

  private void noteRecords(RecordCursor records) {
    while (records.next()) {
      if (records.isFinal()) {
        end(records.line());
      } else {
        attempts.merge(records.line(), records.attempt(), Math::max);
      }
    }
  }

  private void end(int line) {
    ended.set(line);
    free.clear(line);
    retryAt.remove(line);
  }

  /**
   * Takes results in, to be written with the next segment. The first final record of a task wins;
   * later ones are dropped here.
   */
  public synchronized Appended append(byte[] chunk, Acknowledgement acknowledgement, long now) {
    if (closed) {
      return Appended.GONE;
    }
    if (completed) {
      return Appended.ALREADY_SAFE;
    }
    byte[] kept = withoutEnded(chunk);
    noteResults(Chunk.read(kept).records(), now);
    buffer(new Pending(kept, acknowledgement), now);
    return Appended.TAKEN;
  }

  /** A failed attempt may be delivered twice: only the first time it leads to another. */
  private void noteResults(RecordCursor records, long now) {
    while (records.next()) {
      int line = records.line();
      int attempt = records.attempt();
      if (records.isFinal()) {
        end(line);
        heldElsewhere.values().forEach(held -> held.clear(line));
      } else if (records.kind() == RecordKind.FAILED_ATTEMPT
          && !ended.get(line)
          && attempt > attempts.getOrDefault(line, 0)) {
        attempts.put(line, attempt);
        retryAt.put(line, now + backoff.nanos(line, attempt));
        // Its runner holds it no longer: should it leave, the next attempt runs elsewhere already.
        heldElsewhere.values().forEach(held -> held.clear(line));
      }
    }
  }

  /** Frees lines whose backoff is over. Returns whether there were any. */
  public synchronized boolean freeDue(long now) {
    int before = retryAt.size();
    retryAt
        .entrySet()
        .removeIf(
            retry -> {
              boolean due = now - retry.getValue() >= 0;
              if (due) {
                free.set(retry.getKey());
              }
              return due;
            });
    return retryAt.size() < before;
  }

  /** How long a line waits after a failed attempt. */
  @FunctionalInterface
  public interface Backoff {
    long nanos(int line, int attempt);
  }

  private void buffer(Pending part, long now) {
    if (buffer.isEmpty()) {
      oldestBuffered = now;
    }
    buffer.add(part);
    bufferedBytes += part.chunk().length;
  }

  private byte[] withoutEnded(byte[] chunk) {
    RecordCursor records = Chunk.read(chunk).records();
    while (records.next()) {
      if (records.isFinal() && ended.get(records.line())) {
        return without(chunk, ended);
      }
    }
    return chunk;
  }

  /** The chunk's records but the final ones of the given lines. */
  private static byte[] without(byte[] bytes, BitSet lines) {
    Chunk chunk = Chunk.read(bytes);
    RecordWriter rest = new RecordWriter(0);
    RecordCursor records = chunk.records();
    while (records.next()) {
      if (!records.isFinal() || !lines.get(records.line())) {
        rest.copy(records);
      }
    }
    return rest.toChunk(chunk.runner());
  }

  /**
   * The next segment to write, if one is due: all lines have ended, the buffer is large, or its
   * oldest result has waited max(5 ms, 5 % of the batch's age), at most 1 s. One at a time: null
   * while another is on its way.
   */
  public synchronized @Nullable Cut cut(long now) {
    if (closed || inFlight != null || completed) {
      return null;
    }
    boolean all = ended.cardinality() == batch.lines();
    if (!all
        && (buffer.isEmpty()
            || (bufferedBytes < CLOSES_AT && now - oldestBuffered < patience(now)))) {
      return null;
    }
    List<Pending> parts = takeParts();
    boolean completes = all && buffer.isEmpty();
    SegmentBuilder builder =
        new SegmentBuilder(batch.after(), batch.first(), batch.lines(), batch.tasks(), nextSegment);
    parts.forEach(part -> builder.add(part.chunk()));
    byte[] bytes = builder.build(completes, completes ? batch.bytes() : null);
    inFlight = new Cut(nextSegment, bytes, completes, parts);
    oldestBuffered = now;
    return inFlight;
  }

  private long patience(long now) {
    return Math.min(MAX_WAIT, Math.max(MIN_WAIT, (now - opened) / 20));
  }

  /** At least one part, then as many as fit: so a large value gets a segment of its own. */
  private List<Pending> takeParts() {
    List<Pending> parts = new ArrayList<>();
    int bytes = 0;
    while (!buffer.isEmpty()
        && (parts.isEmpty() || bytes + buffer.element().chunk().length <= CLOSES_AT)) {
      Pending part = buffer.remove();
      bytes += part.chunk().length;
      parts.add(part);
    }
    bufferedBytes -= bytes;
    return parts;
  }

  /** The cut is in the log. Returns false if the batch had left this member meanwhile. */
  public synchronized boolean written(Cut cut) {
    if (closed) {
      return false;
    }
    inFlight = null;
    nextSegment = cut.n() + 1;
    completed |= cut.completes();
    return true;
  }

  /**
   * Another writer's segment has the number of the cut: what it also has is dropped, the rest goes
   * to the front of the buffer, for the next number. Returns false if the batch had left this
   * member meanwhile.
   */
  public synchronized boolean taken(Cut cut, Segment other, long now) {
    if (closed) {
      return false;
    }
    inFlight = null;
    BitSet theirs = finalLines(other.records());
    read(other);
    List<Pending> parts = new ArrayList<>(cut.parts());
    for (int i = parts.size() - 1; i >= 0; i--) {
      Pending part = parts.get(i);
      byte[] rest = without(part.chunk(), theirs);
      buffer.addFirst(new Pending(rest, part.acknowledgement()));
      bufferedBytes += rest.length;
    }
    oldestBuffered = now - MAX_WAIT;
    return true;
  }

  private static BitSet finalLines(RecordCursor records) {
    BitSet lines = new BitSet();
    while (records.next()) {
      if (records.isFinal()) {
        lines.set(records.line());
      }
    }
    return lines;
  }

  /** Whether there is something left to write. */
  public synchronized boolean buffering() {
    boolean all = ended.cardinality() == batch.lines();
    return !closed && !completed && inFlight == null && (all || !buffer.isEmpty());
  }

  /** Whether the log is complete, so that the batch may leave the work left. */
  public synchronized boolean completed() {
    return completed;
  }

  /** After completion: acknowledges whatever was delivered twice and is still buffered. */
  public synchronized List<Pending> drain() {
    List<Pending> rest = new ArrayList<>(buffer);
    buffer.clear();
    bufferedBytes = 0;
    return rest;
  }

  /** The batch leaves this member. Returns what was not safe yet and must go to the new owner. */
  public synchronized List<Pending> close() {
    closed = true;
    List<Pending> rest = new ArrayList<>();
    if (inFlight != null) {
      rest.addAll(inFlight.parts());
      inFlight = null;
    }
    rest.addAll(buffer);
    buffer.clear();
    return rest;
  }

  /** Lines that have not started, taken away from all slots: those of a cancelled job. */
  public synchronized BitSet takeFree() {
    BitSet all = (BitSet) free.clone();
    retryAt.keySet().forEach(all::set);
    retryAt.clear();
    all.andNot(ended);
    free.clear();
    return all;
  }

  /** Lines that another member holds and that have not ended; empty if it holds none. */
  public synchronized BitSet heldBy(UUID member) {
    BitSet held = heldElsewhere.get(member);
    BitSet open = held == null ? new BitSet() : (BitSet) held.clone();
    open.andNot(ended);
    return open;
  }

  /** Members that hold lines. */
  public synchronized Set<UUID> holders() {
    return Set.copyOf(heldElsewhere.keySet());
  }

  /** Frees lines that a member says it does not hold: the answer to its claim was lost. */
  public synchronized void disown(UUID member, BitSet lines) {
    BitSet held = heldElsewhere.get(member);
    if (held != null) {
      BitSet lost = (BitSet) lines.clone();
      lost.and(held);
      held.andNot(lost);
      lost.andNot(ended);
      free.or(lost);
    }
  }
}
