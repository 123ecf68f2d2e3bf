package taskgrid.grid.node;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.log.JobLog;
import taskgrid.grid.log.LogIndex;
import taskgrid.grid.run.Gate;

/** What this member may start now, and if not, why. */
final class StartGate implements Gate {
  private final Caution caution;
  private final LostView lostView;
  private final Ownership ownership;
  private final MemoryMark memory;
  private final LogIndex index;
  private final BooleanSupplier redundant;
  private final Stages stages;
  private volatile boolean leaving;
  private volatile boolean merging;

  /** Whether memory was why something did not start, since that was asked last. */
  private volatile boolean heldBack;

  /** What pipelines have to say. */
  interface Stages {
    /**
     * Whether a batch has to wait for what is behind it.
     *
     * @param after the last line before the batch
     */
    boolean isAhead(BatchKey key, long after);

    /** Whether the reader of the last stage must have what becomes of it next. */
    boolean isNextToRead(BatchKey key, long after);

    /** Whether a job makes results without an end, which nobody may ever read. */
    boolean isEndless(String job);
  }

  /**
   * @param redundant whether all that is stored has its backups
   */
  StartGate(
      Caution caution,
      LostView lostView,
      Ownership ownership,
      MemoryMark memory,
      LogIndex index,
      BooleanSupplier redundant,
      Stages stages) {
    this.caution = caution;
    this.lostView = lostView;
    this.ownership = ownership;
    this.memory = memory;
    this.index = index;
    this.redundant = redundant;
    this.stages = stages;
  }

  /** This member leaves: it starts nothing more. */
  void leave() {
    leaving = true;
  }

  /** Whether this member has given up its side of a split, and brings the other what it has. */
  void merging(boolean now) {
    merging = now;
  }

  /** Whether this member knows all that it owns. */
  boolean knowsAll() {
    return !merging && !ownership.recoversAny();
  }

  @Override
  public boolean mayStartAny() {
    return !leaving && !merging && caution.mayStart() && lostView.mayStart();
  }

  @Override
  public boolean mayStartSuspects() {
    return redundant.getAsBoolean();
  }

  @Override
  public boolean mayStart(BatchKey key, long after) {
    return mayStartAny()
        && ownership.mayStart(ownership.partitionOf(key))
        && !stages.isAhead(key, after)
        && (isNextToRead(key, after) || stages.isNextToRead(key, after) || !isHeldBack(key.job()));
  }

  /**
   * What a job's reader must have next always may run, so that it cannot lock up: the batch at its
   * head, or anything where the reader takes what comes and has taken all there is.
   */
  private boolean isNextToRead(BatchKey key, long after) {
    JobLog log = index.peek(key.job());
    return log != null && (after < log.head() || log.isReadToEnd());
  }

  /** Of what nobody reads and has no end there may be less, so that others can go on. */
  private boolean isOverShare(String job) {
    return memory.overShare(job) || (stages.isEndless(job) && memory.overHalfShare(job));
  }

  private boolean isHeldBack(String job) {
    boolean held = memory.isFull() || isOverShare(job);
    if (held) {
      heldBack = true;
    }
    return held;
  }

  /** Whether something may be started by now that memory held back; asked once in a while. */
  boolean takeHeldBack() {
    boolean was = heldBack;
    heldBack = false;
    return was;
  }

  /** Why nothing of a job is started now, in words; null if it is. */
  @Nullable String hindrance(String job) {
    if (leaving) {
      return "it is leaving";
    }
    if (merging) {
      return "it was cut off, and brings the others what it has";
    }
    if (!caution.mayStart()) {
      return "it was stopped for a while, and waits until it knows what happened meanwhile";
    }
    if (!lostView.mayStart()) {
      return "it has lost sight of others, and waits until it knows whether they run the same";
    }
    if (ownership.recoversAny()) {
      return "it is taking over from another member";
    }
    if (isOverShare(job)) {
      return "it holds as many unread results of the job as it may";
    }
    return memory.isFull() ? "its memory is full of batches and unread results" : null;
  }
}
