package taskgrid.grid.run;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.Look;
import taskgrid.grid.layout.Batch;
import taskgrid.grid.layout.Chunk;
import taskgrid.grid.layout.RecordCursor;
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
  private final BatchKey key;
  private final Batch batch;
  private final LineStates lines;
  private final ResultBuffer buffer;
  private @Nullable Cut inFlight;

  /** The last segment is in the log, and those who read it have not been told yet. */
  private boolean telling;

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

  /**
   * Lines from..to (exclusive), claimed for their given attempt.
   *
   * @param suspicion of a line that is run alone; null of all others
   */
  public record Claim(int from, int to, int attempt, @Nullable Suspicion suspicion) {
    public Claim(int from, int to, int attempt) {
      this(from, to, attempt, null);
    }
  }

  /** How long a line waits after a failed attempt. */
  @FunctionalInterface
  public interface Backoff {
    long nanos(int line, int attempt);
  }

  /**
   * @param backoff how long failed attempts wait
   * @param now nanoseconds, as {@link System#nanoTime}
   */
  public OpenBatch(BatchKey key, Batch batch, Backoff backoff, long now) {
    this.key = key;
    this.batch = batch;
    this.lines = new LineStates(batch, backoff);
    this.buffer = new ResultBuffer(now);
  }

  public BatchKey key() {
    return key;
  }

  public Batch batch() {
    return batch;
  }

  // What may be run.

  /** The next free lines, at most max and contiguous; null if none is free. */
  public synchronized @Nullable Claim claim(int max) {
    return closed ? null : lines.claim(max);
  }

  /** One of these lines that is free; null if none is. */
  synchronized @Nullable Claim claimOneOf(BitSet some) {
    return closed ? null : lines.claimOneOf(some);
  }

  /** Whether one of these lines is free. */
  synchronized boolean hasFree(BitSet some) {
    return !closed && lines.anyFree(some);
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

  /**
   * For another member, a line that failed on its owner; null if there is none. The claim is held
   * as any other.
   */
  public synchronized @Nullable Claim claimRetryFor(UUID member) {
    Claim claim = closed ? null : lines.claimRetry();
    if (claim != null) {
      hold(member, claim.from(), claim.to());
    }
    return claim;
  }

  /** A line that may have taken a member down, to be run alone; null if there is none. */
  synchronized @Nullable Claim claimSuspect() {
    return closed ? null : lines.claimSuspect();
  }

  /** The same for another member, which holds the claim as any other. */
  synchronized @Nullable Claim claimSuspectFor(UUID member) {
    Claim claim = claimSuspect();
    if (claim != null) {
      hold(member, claim.from(), claim.to());
    }
    return claim;
  }

  /** Whether a member holds such lines. */
  synchronized boolean holdsSuspects(UUID member) {
    return lines.holdsSuspects(member);
  }

  /** Whether there are such lines that nobody runs. */
  synchronized boolean hasSuspects() {
    return !closed && lines.anySuspects();
  }

  /**
   * A member that has crashed may have been running lines of this batch, that nobody claimed yet.
   */
  synchronized void accuse(Casualty casualty) {
    lines.accuse(casualty);
  }

  /** Notes what another member says it runs, so that it is not started again. */
  public synchronized void hold(UUID member, int from, int to) {
    lines.hold(member, from, to);
  }

  /**
   * Frees what a departed member held. Returns whether anything became free.
   *
   * @param suspected whether one of these lines may be why it is gone
   */
  public synchronized boolean release(UUID member, boolean suspected) {
    return lines.release(member, suspected);
  }

  /** Frees lines that a member says it does not hold: the answer to its claim was lost. */
  public synchronized void disown(UUID member, BitSet notHeld) {
    lines.disown(member, notHeld);
  }

  /** Frees lines that were claimed and not started. */
  public synchronized void giveBack(int from, int to) {
    lines.giveBack(from, to);
  }

  /**
   * Frees lines whose backoff is over; what failed here is left to other members for a while.
   * Returns whether any became free.
   */
  public synchronized boolean freeDue(boolean othersThere, long now) {
    return lines.freeDue(othersThere, now);
  }

  /** Whether there are lines that another member should try next. */
  public synchronized boolean hasForOthers() {
    return !closed && lines.anyForOthers();
  }

  /** Those of the given lines that have not started, taken away from all slots. */
  public synchronized BitSet takeFree(BitSet wanted) {
    return lines.takeFree(wanted);
  }

  public synchronized boolean hasFree() {
    return !closed && lines.anyFree();
  }

  /**
   * How a line stands.
   *
   * @param retryNanos until its next attempt, if it waits for one
   * @param ahead lines of the batch that are started before it
   */
  public record Sight(Look.State state, long retryNanos, int ahead) {}

  public synchronized Sight sight(int line, long now) {
    return lines.sight(line, now);
  }

  /** Nanoseconds until lines that have failed are tried again; what is overdue counts as 0. */
  public synchronized List<Long> retriesIn(long now) {
    return lines.retriesIn(now);
  }

  /** Tasks that nobody runs. */
  public synchronized int waiting() {
    return lines.waiting();
  }

  /** Tasks that are claimed, or have ended and are not in the log yet. */
  public synchronized int running() {
    return lines.running();
  }

  /** Lines that another member holds and that have not ended; empty if it holds none. */
  public synchronized BitSet heldBy(UUID member) {
    return lines.heldBy(member);
  }

  /** Members that hold lines. */
  public synchronized Set<UUID> holders() {
    return lines.holders();
  }

  // What was run.

  /**
   * Takes in a segment that is already in the log: when the batch is opened, or when another writer
   * was first. Segments come in the order of their numbers. That one completes a log is believed
   * only if the records say so too: after a network split it may have ended another log.
   */
  public synchronized void read(Segment segment) {
    lines.noteLog(segment.records());
    nextSegment = segment.n() + 1;
    completed |= segment.complete() && lines.allLogged();
  }

  /**
   * Takes results of another member in, to be written with the next segment. The first final record
   * of a task wins; later ones are dropped here.
   */
  public Appended append(byte[] chunk, Acknowledgement acknowledgement, long now) {
    return append(chunk, false, acknowledgement, now);
  }

  /** The same of tasks that the owner itself ran. */
  Appended appendOwn(byte[] chunk, Acknowledgement acknowledgement, long now) {
    return append(chunk, true, acknowledgement, now);
  }

  private synchronized Appended append(
      byte[] chunk, boolean own, Acknowledgement acknowledgement, long now) {
    if (closed) {
      return Appended.GONE;
    }
    if (completed) {
      return Appended.ALREADY_SAFE;
    }
    byte[] kept = withoutEnded(chunk);
    lines.noteResults(Chunk.read(kept).records(), own, now);
    buffer.add(new Pending(kept, acknowledgement), now);
    return Appended.TAKEN;
  }

  private byte[] withoutEnded(byte[] chunk) {
    RecordCursor records = Chunk.read(chunk).records();
    while (records.next()) {
      if (records.isFinal() && lines.ended().get(records.line())) {
        return without(chunk, lines.ended());
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
   * The next segment to write, if one is due: all lines have ended, or the buffer wants it. One at
   * a time: null until {@link #told} after another, for whoever hears of a segment before he has
   * heard of the one before it does not take it in.
   */
  public synchronized @Nullable Cut cut(long now) {
    boolean all = lines.allEnded();
    if (closed || busy() || completed || (!all && !buffer.isDue(now))) {
      return null;
    }
    List<Pending> parts = buffer.take(now);
    boolean completes = all && buffer.isEmpty();
    SegmentBuilder builder =
        new SegmentBuilder(batch.after(), batch.first(), batch.lines(), batch.tasks(), nextSegment);
    parts.forEach(part -> builder.add(part.chunk()));
    byte[] bytes = builder.build(completes, completes ? batch.bytes() : null);
    inFlight = new Cut(nextSegment, bytes, completes, parts);
    return inFlight;
  }

  private boolean busy() {
    return inFlight != null || telling;
  }

  /**
   * The cut is in the log; {@link #told} must follow. Returns false if the batch had left this
   * member meanwhile.
   */
  public synchronized boolean written(Cut cut) {
    if (closed) {
      return false;
    }
    inFlight = null;
    telling = true;
    nextSegment = cut.n() + 1;
    if (cut.completes()) {
      completed = true;
    } else {
      lines.noteWritten(Segment.read(cut.bytes()).records());
    }
    return true;
  }

  /**
   * Another writer's segment has the number of the cut: what it also has is dropped, the rest goes
   * to the front of the buffer, for the next number. {@link #told} must follow. Returns false if
   * the batch had left this member meanwhile.
   */
  public synchronized boolean taken(Cut cut, Segment other, long now) {
    if (closed) {
      return false;
    }
    inFlight = null;
    telling = true;
    BitSet theirs = finalLines(other.records());
    read(other);
    List<Pending> rest = new ArrayList<>();
    for (Pending part : cut.parts()) {
      rest.add(new Pending(without(part.chunk(), theirs), part.acknowledgement()));
    }
    buffer.addFirst(rest, now);
    return true;
  }

  /** The segment is known to those who read the log: the next one may be cut. */
  public synchronized void told() {
    telling = false;
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
    return !closed && !completed && !busy() && (lines.allEnded() || !buffer.isEmpty());
  }

  /** Whether the log is complete, so that the batch may leave the work left. */
  public synchronized boolean completed() {
    return completed;
  }

  /** After completion: acknowledges whatever was delivered twice and is still buffered. */
  public synchronized List<Pending> drain() {
    return buffer.takeAll();
  }

  /** The batch leaves this member. Returns what was not safe yet and must go to the new owner. */
  public synchronized List<Pending> close() {
    closed = true;
    List<Pending> rest = new ArrayList<>();
    if (inFlight != null) {
      rest.addAll(inFlight.parts());
      inFlight = null;
    }
    rest.addAll(buffer.takeAll());
    return rest;
  }
}
