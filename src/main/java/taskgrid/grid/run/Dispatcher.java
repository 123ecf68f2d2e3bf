package taskgrid.grid.run;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import taskgrid.function.LimitValue;
import taskgrid.grid.BatchKey;
import taskgrid.grid.layout.Batch;
import taskgrid.grid.layout.Extent;

/**
 * Decides what a free slot runs next: jobs take turns, and within a job the lowest lines go first.
 *
 * <p>Holds every stored batch of this member's partitions, opened or not. The queues are guarded by
 * this object's monitor; batches are opened (which reads the store) outside of it.
 */
public final class Dispatcher {
  private static final int SMALL = 4096;

  private final Jobs jobs;
  private final Opener opener;
  private final Gate gate;
  private final HeldClaims claims;
  private final HeldQuestions questions = new HeldQuestions();
  private final StartMarks marks;
  private final Permits permits;
  private final Limiting limiting;

  /** What this member can run itself: changed under the lock, when shipped files come or go. */
  private volatile Abilities own;

  /** Open batches, which delivery looks up without our lock. */
  private final Map<BatchKey, OpenBatch> open = new ConcurrentHashMap<>();

  private final Map<BatchKey, StoredBatch> entries = new HashMap<>();
  private final JobTurns turns = new JobTurns();
  private volatile boolean othersThere;
  private volatile boolean retriesForOthers;

  /** Open batches that this member cannot run itself. */
  private final Set<BatchKey> foreign = ConcurrentHashMap.newKeySet();

  /** Whether there was ever a batch here of a job that ships files. */
  private volatile boolean anyShipped;

  /** Whether there may be suspects among them that nobody runs. */
  private volatile boolean foreignSuspects;

  /** Whether there may be suspects that nobody runs, and whether this member runs one. */
  private volatile boolean suspectsThere;

  private volatile boolean suspectRuns;

  /** Slots that will start something in a moment, if there is something. */
  private volatile int idleSlots;

  /** Runs of batches of other owners. */
  private final TakenOverRuns takenOver;

  /** What is known of jobs. */
  public interface Jobs {
    /** The job's context; null while the grid knows no facts of it. May block. */
    @Nullable JobContext of(String job);
  }

  /**
   * A run and the claim behind it.
   *
   * @param marked what must stand in the grid before it starts; 0 = nothing
   */
  record Started(Run run, HeldClaims.Held held, long marked) {}

  /**
   * @param tracking where it is known what is held and may be running
   * @param own what this member can run itself
   */
  public Dispatcher(Jobs jobs, Opener opener, Gate gate, Tracking tracking, Abilities own) {
    this.jobs = jobs;
    this.opener = opener;
    this.gate = gate;
    this.claims = tracking.claims();
    this.marks = tracking.marks();
    this.permits = tracking.permits();
    this.limiting = new Limiting(permits);
    this.takenOver = new TakenOverRuns(permits);
    this.own = own;
  }

  /** What this member holds, and what the others know of that. */
  public record Tracking(HeldClaims claims, StartMarks marks, Permits permits) {}

  /** The open batches by key; for look-up only. */
  public Map<BatchKey, OpenBatch> open() {
    return open;
  }

  /**
   * A batch is stored in a partition of this member. Returns false if that was known.
   *
   * @param extent which lines it has
   */
  public boolean offered(BatchKey key, Extent extent) {
    return offered(key, extent, null);
  }

  /** The same with its bytes: a small batch is then opened without reading the store. */
  public boolean offered(BatchKey key, byte[] bytes) {
    return offered(key, Batch.peek(bytes), bytes.length <= SMALL ? bytes : null);
  }

  private synchronized boolean offered(BatchKey key, Extent extent, byte @Nullable [] bytes) {
    if (entries.containsKey(key)) {
      return false;
    }
    StoredBatch entry = new StoredBatch(key, extent, bytes);
    entries.put(key, entry);
    turns.add(entry);
    return true;
  }

  public synchronized boolean knows(BatchKey key) {
    return entries.containsKey(key);
  }

  /** Lines of an open batch became free again. */
  public synchronized void freed(BatchKey key) {
    StoredBatch entry = entries.get(key);
    if (entry != null) {
      turns.add(entry);
    }
  }

  /** Whether a slot that asks now would probably get something. */
  public synchronized boolean hasReady() {
    return !takenOver.isEmpty()
        || turns.any(this::startableHere)
        || (hasSuspects() && !suspectRuns);
  }

  /** The same of the batches of this member's own partitions. */
  public synchronized boolean hasOwnReady() {
    return hasReadyFor(own);
  }

  /** Whether a member that can run so much would probably get something of them. */
  public synchronized boolean hasReadyFor(Abilities abilities) {
    return turns.any(entry -> startable(entry, abilities));
  }

  /** Whether there is something for such a member that this one cannot run itself. */
  public boolean hasForeignFor(Abilities abilities) {
    return !foreign.isEmpty() && hasForeign(abilities);
  }

  private synchronized boolean hasForeign(Abilities abilities) {
    return turns.any(entry -> isForeign(entry) && startable(entry, abilities));
  }

  /** Why this member cannot run a job that it has open batches of; null if it can, or has none. */
  public @Nullable String whyForeign(String job) {
    boolean any = foreign.stream().anyMatch(key -> key.job().equals(job));
    JobContext context = any ? jobs.of(job) : null;
    return context == null ? null : own.whyNot(context.facts().options());
  }

  /** This member can run more, or less, than before. Returns whether that changes anything. */
  public synchronized boolean able(Abilities now) {
    if (now.equals(own)) {
      return false;
    }
    own = now;
    for (StoredBatch entry : entries.values()) {
      JobContext job = entry.job;
      if (entry.batch != null && job != null) {
        if (now.run(job.facts().options())) {
          foreign.remove(entry.key);
        } else {
          foreign.add(entry.key);
        }
      }
    }
    return true;
  }

  /** Whether it is worth asking {@link #lackedBy}. */
  public boolean anyShipped() {
    return anyShipped;
  }

  /** Jobs of open batches that another member could run if it had their files. */
  public synchronized Set<JobContext> lackedBy(Abilities abilities) {
    Set<JobContext> jobs = new HashSet<>();
    for (OpenBatch batch : open.values()) {
      StoredBatch entry = entries.get(batch.key());
      JobContext job = entry == null ? null : entry.job;
      if (job != null
          && job.cancelled() == null
          && abilities.lacksOnlyFiles(job.facts().options())) {
        jobs.add(job);
      }
    }
    return jobs;
  }

  /** Whether there is something for such a member of which this one runs as much as it may. */
  public boolean hasBeyondCopiesFor(Abilities abilities) {
    Set<String> full = permits.full();
    return !full.isEmpty() && hasBeyondCopies(full, abilities);
  }

  private synchronized boolean hasBeyondCopies(Set<String> full, Abilities abilities) {
    return turns.any(entry -> full.contains(entry.key.job()) && startable(entry, abilities));
  }

  /** Claims some of that for another member; null if there is none. May block on the store. */
  public @Nullable Grant grantBeyondCopies(UUID claimant, Abilities abilities) {
    Set<String> full = permits.full();
    return full.isEmpty()
        ? null
        : take(
            entry -> full.contains(entry.key.job()) && startable(entry, abilities),
            granting(claimant));
  }

  /** Whether the tasks of a batch are of a job of which a member runs only so many at once. */
  public synchronized boolean limitsCopies(BatchKey key) {
    StoredBatch entry = entries.get(key);
    return entry != null && entry.job != null && entry.job.limits().onEach() > 0;
  }

  /** Jobs of which this member runs as many tasks as it may. */
  public Set<String> full() {
    return permits.full();
  }

  private boolean isForeign(StoredBatch entry) {
    return foreign.contains(entry.key);
  }

  /**
   * What the calling slot runs next, marked in the grid as started; null if there is nothing to
   * start. May block on the store.
   */
  @Nullable Started next() {
    Started next = claimed();
    if (next != null && next.marked() > 0) {
      try {
        marks.await(next.marked());
      } catch (InterruptedException e) {
        // The member ends; the claim stays held, and nobody starts it here.
        Thread.currentThread().interrupt();
        return null;
      }
    }
    return next;
  }

  private @Nullable Started claimed() {
    Started stolen = takenOver.poll();
    if (stolen != null) {
      return stolen;
    }
    Started suspect = hasSuspects() ? startSuspect() : null;
    return suspect != null ? suspect : take(this::startableHere, this::start);
  }

  /** One suspect at a time: should this member crash, that was it. */
  private synchronized @Nullable Started startSuspect() {
    return suspectRuns ? null : suspect(own, (entry, batch, job) -> startSuspect(batch, job));
  }

  private @Nullable Started startSuspect(OpenBatch batch, JobContext job) {
    OpenBatch.Claim claim = batch.claimSuspect();
    if (claim == null) {
      return null;
    }
    List<Permits.Key> needed = Limiting.of(job, batch.batch(), claim.from());
    if (!permits.use(needed)) {
      batch.giveBack(claim.from(), claim.to());
      return null;
    }
    suspectRuns = true;
    long marked = marks.cover(batch.key(), claim.from(), claim.to(), true, true);
    return started(batch, claim, job, marked, needed);
  }

  private <T> @Nullable T suspect(Abilities abilities, Taking<T> taking) {
    for (OpenBatch batch : open.values()) {
      StoredBatch entry = entries.get(batch.key());
      JobContext job = entry == null ? null : entry.job;
      if (entry != null && job != null && startable(entry, abilities)) {
        T taken = taking.from(entry, batch, job);
        if (taken != null) {
          return taken;
        }
      }
    }
    if (abilities.equals(own)) {
      suspectsThere = false;
    }
    return null;
  }

  /** Whether there may be suspects that nobody runs, and that may be run. */
  public boolean hasSuspects() {
    return suspectsThere && gate.mayStartSuspects();
  }

  /** The same of those that this member cannot run itself. */
  public boolean hasForeignSuspects() {
    return foreignSuspects && gate.mayStartSuspects();
  }

  /** Whether there may be suspects that nobody runs, whether they may be run or not. */
  public boolean keepsSuspects() {
    return suspectsThere || foreignSuspects;
  }

  /** Whether this member runs a suspect. */
  public boolean runsSuspect() {
    return suspectRuns;
  }

  /** Claims a suspect for another member, which runs none; null if there is none. */
  public synchronized @Nullable Grant grantSuspect(UUID claimant, Abilities abilities) {
    return gate.mayStartSuspects()
        ? suspect(abilities, (entry, batch, job) -> grant(batch, batch.claimSuspectFor(claimant)))
        : null;
  }

  /** A run has ended, or goes on beside other suspects. */
  void ended(Run run) {
    if (run.endExamination()) {
      marks.aloneEnded(run.key());
      suspectRuns = false;
    }
  }

  /**
   * Lets go of what other owners gave and no slot here has taken for so long: the slots that it was
   * meant for are busy with something else. Whoever owns it must be told.
   *
   * @param nowNanos as {@link System#nanoTime}
   */
  public List<HeldClaims.Range> letGo(long nowNanos, long olderThanNanos) {
    return takenOver.letGo(nowNanos, olderThanNanos, this::ended);
  }

  /** Another member has not begun what it was given: it is free again. */
  public void givenBack(UUID member, HeldClaims.Range range) {
    OpenBatch batch = open.get(range.key());
    if (batch != null) {
      BitSet lines = new BitSet();
      lines.set(range.from(), range.to());
      batch.disown(member, lines);
      freed(range.key());
    }
  }

  /**
   * Claims lines for another member, which may have them because this one's slots are busy; null if
   * there is nothing to give. May block on the store.
   */
  public @Nullable Grant grant(UUID claimant, Abilities abilities) {
    return take(entry -> startable(entry, abilities), granting(claimant));
  }

  /** The same of what this member cannot run itself, whether its slots are busy or not. */
  public @Nullable Grant grantForeign(UUID claimant, Abilities abilities) {
    return take(entry -> isForeign(entry) && startable(entry, abilities), granting(claimant));
  }

  private static Taking<Grant> granting(UUID claimant) {
    return (entry, batch, job) ->
        // Of lines that count for different values each waits for a permit of its own.
        grant(batch, batch.claimFor(claimant, entry.byValue == null ? job.runLength() : 1));
  }

  private static @Nullable Grant grant(OpenBatch batch, OpenBatch.@Nullable Claim claim) {
    return claim == null
        ? null
        : new Grant(batch.key(), claim, batch.batch().slice(claim.from(), claim.to()));
  }

  /** Lines of a batch, handed to another member. */
  public record Grant(BatchKey key, OpenBatch.Claim claim, byte[] lines) {}

  /**
   * Takes lines that another owner has granted; some slot runs them next. Returns false if they
   * cannot be taken: then their owner finds out that nobody holds them. May block on the store.
   *
   * @param askedNanos when the granter was asked for them
   */
  public boolean takeOver(Grant grant, UUID granter, long askedNanos) {
    JobContext job = jobs.of(grant.key().job());
    if (job == null) {
      return false;
    }
    Batch lines = Batch.read(grant.lines());
    List<Permits.Key> needed = Limiting.of(job, lines, 0);
    Run run = new Run(grant.key(), lines, grant.claim().from(), grant.claim(), job, needed);
    synchronized (this) {
      // Under the lock of the answers: either the next one names these lines, or they are refused.
      // A member that leaves waits for what it holds, but not for what comes later.
      boolean second = run.suspicion() != null && suspectRuns;
      if (second
          || !gate.mayStartAny()
          || !questions.mayTake(grant.key(), granter, askedNanos, System.nanoTime())) {
        return false;
      }
      takeOver(run);
    }
    return true;
  }

  /** Some slot of this member runs it next, although the batch is another owner's. */
  void takeOver(Run run) {
    boolean mark = marks.isRead() && run.job().crashLimit() > 0;
    boolean alone = run.suspicion() != null;
    if (alone) {
      suspectRuns = true;
    }
    HeldClaims.Held held = claims.hold(run.key(), run.from(), run.end());
    long marked = mark ? marks.cover(run.key(), run.from(), run.end(), false, alone) : 0;
    takenOver.add(new Started(run, held, marked), System.nanoTime());
  }

  /** Whether this member has taken over tasks for which it has no permit yet. */
  public boolean awaitsPermits() {
    return takenOver.anyWaits();
  }

  /** Looks whether what waits for permits has got them. Returns whether some slot can run it. */
  public boolean permit() {
    return takenOver.permit();
  }

  /** Lets go of what other owners gave and has waited for a permit for so long, as letGo does. */
  public List<HeldClaims.Range> letGoWaiting(long nowNanos, long olderThanNanos) {
    return takenOver.letGoWaiting(nowNanos, olderThanNanos, this::ended);
  }

  /** What to do with a batch that has free lines; under our lock. */
  private interface Taking<T> {
    @Nullable T from(StoredBatch entry, OpenBatch batch, JobContext job);
  }

  private <T> @Nullable T take(Predicate<StoredBatch> which, Taking<T> taking) {
    while (true) {
      StoredBatch entry;
      boolean opened;
      synchronized (this) {
        entry = turns.next(which);
        if (entry == null) {
          return null;
        }
        opened = entry.batch != null;
        if (!opened) {
          // While it is being opened nobody else picks it.
          turns.remove(entry);
        }
      }
      if (!opened) {
        open(entry);
        if (turns.ranked()) {
          // Only now its priority is known.
          continue;
        }
      }
      T taken = takeFrom(entry, which, taking);
      if (taken != null) {
        return taken;
      }
    }
  }

  /** Looks again whether tasks may be started: it may have left while it was being opened. */
  private synchronized <T> @Nullable T takeFrom(
      StoredBatch entry, Predicate<StoredBatch> which, Taking<T> taking) {
    OpenBatch batch = entry.batch;
    JobContext job = entry.job;
    if (batch == null || job == null || entries.get(entry.key) != entry || !which.test(entry)) {
      return null;
    }
    T taken = taking.from(entry, batch, job);
    if (!batch.hasFree()) {
      turns.remove(entry);
    }
    return taken;
  }

  /** Of a batch that is not opened nobody knows yet who can run it. */
  private boolean startable(StoredBatch entry, Abilities abilities) {
    JobContext job = entry.job;
    boolean can =
        job == null
            || (job.cancelled() == null
                && abilities.run(job.facts().options())
                && abilities.takes(job));
    return can && gate.mayStart(entry.key, entry.after());
  }

  /**
   * Claim and holding are one step under our lock: a question for held claims sees both or none.
   */
  private @Nullable Started start(StoredBatch entry, OpenBatch batch, JobContext job) {
    OpenBatch.Claim claim = limiting.claim(entry, batch, job);
    if (claim == null) {
      return null;
    }
    List<Permits.Key> needed = Limiting.of(job, batch.batch(), claim.from());
    if (!permits.use(needed)) {
      // They were there when we looked, and only we use them, so this is a limit that is new.
      batch.giveBack(claim.from(), claim.to());
      return null;
    }
    return started(batch, claim, job, mark(entry, batch, claim, job), needed);
  }

  private Started started(
      OpenBatch batch,
      OpenBatch.Claim claim,
      JobContext job,
      long marked,
      List<Permits.Key> permitted) {
    HeldClaims.Held held = claims.hold(batch.key(), claim.from(), claim.to());
    Run run = new Run(batch.key(), batch.batch(), 0, claim, job, permitted);
    return new Started(run, held, marked);
  }

  /** Whether a slot of this member may start something of it, its limits too. */
  private boolean startableHere(StoredBatch entry) {
    return startable(entry, own) && limiting.allows(entry);
  }

  /** A run has ended. */
  void released(Run run) {
    permits.release(run.takePermitted(), System.nanoTime());
    if (takenOver.anyWaits()) {
      takenOver.permit();
    }
  }

  /**
   * Marks what a slot is to start, and what others will soon come to: of tiny tasks so many, and
   * one for each idle slot, so that all that start together wait for one write.
   */
  private long mark(StoredBatch entry, OpenBatch batch, OpenBatch.Claim claim, JobContext job) {
    if (!marks.isRead() || job.crashLimit() == 0) {
      return 0;
    }
    long marked = marks.cover(entry.key, claim.from(), claim.to(), true, false);
    int ahead = Math.max(job.linesAhead(), idleSlots);
    if (ahead > 0 && marks.isShort(ahead)) {
      int lines = batch.batch().lines();
      int to = Math.min(lines, claim.to() + ahead);
      marks.ahead(entry.key, claim.to(), to, to - claim.to());
      int left = ahead - (to - claim.to());
      for (StoredBatch next : turns.behind(entry)) {
        if (left <= 0) {
          break;
        }
        marks.ahead(next.key, 0, Integer.MAX_VALUE, next.tasks);
        left -= next.tasks;
      }
    }
    return marked;
  }

  private void open(StoredBatch entry) {
    JobContext job = jobs.of(entry.key.job());
    if (job == null) {
      // Facts may reappear (a healed split): the batch waits, neither run nor deleted.
      return;
    }
    OpenBatch batch = opener.open(entry.key, entry.bytes, job);
    synchronized (this) {
      if (batch == null) {
        forget(entry.key);
      } else if (entries.get(entry.key) == entry && entry.batch == null) {
        opener.hold(batch, job);
        entry.job = job;
        entry.batch = batch;
        if (!own.run(job.facts().options())) {
          foreign.add(entry.key);
        }
        LimitValue value = job.limitValue();
        entry.byValue = value == null ? null : LinesByValue.of(job.job(), value, batch.batch());
        anyShipped |= job.facts().options().shipped() != null;
        entry.bytes = null;
        open.put(entry.key, batch);
        turns.add(entry);
      }
    }
  }

  /** Opens a batch now if it is not open; null if there is nothing to run in it. May block. */
  public @Nullable OpenBatch opened(BatchKey key) {
    boolean unknown = offered(key, new Extent(key.first() - 1, key.first(), 1, 0));
    StoredBatch entry;
    synchronized (this) {
      entry = entries.get(key);
      if (entry == null) {
        return null;
      }
      if (entry.batch != null) {
        return entry.batch;
      }
      turns.remove(entry);
    }
    try {
      open(entry);
    } catch (RuntimeException e) {
      if (unknown) {
        // A sweep finds it, and how many tasks it has.
        forget(key);
      }
      throw e;
    }
    return open.get(key);
  }

  /** Looks again at batches whose job was unknown. Returns whether there are any. */
  public synchronized boolean unpark() {
    boolean any = false;
    for (StoredBatch entry : entries.values()) {
      if (entry.batch == null && !turns.has(entry)) {
        turns.add(entry);
        any = true;
      }
    }
    return any;
  }

  /** The batch is done or has left this member. */
  public synchronized void forget(BatchKey key) {
    StoredBatch entry = entries.remove(key);
    open.remove(key);
    foreign.remove(key);
    marks.forget(key);
    if (entry != null) {
      turns.remove(entry);
    }
  }

  /** Batches that match leave this member. Returns those that were open. */
  public synchronized List<OpenBatch> evict(Predicate<BatchKey> leaves) {
    List<OpenBatch> evicted = new ArrayList<>();
    for (BatchKey key : List.copyOf(entries.keySet())) {
      if (leaves.test(key)) {
        OpenBatch batch = open.get(key);
        forget(key);
        if (batch != null) {
          evicted.add(batch);
        }
      }
    }
    return evicted;
  }

  /**
   * Frees lines whose backoff is over; what failed here is left to other members for a while.
   * Returns whether any became free.
   */
  public boolean freeDue(long now) {
    boolean any = false;
    boolean left = false;
    boolean suspects = false;
    boolean others = false;
    for (OpenBatch batch : open.values()) {
      if (batch.freeDue(othersThere, now)) {
        freed(batch.key());
        any = true;
      }
      left |= batch.hasForOthers();
      if (batch.hasSuspects()) {
        boolean theirs = foreign.contains(batch.key());
        suspects |= !theirs;
        others |= theirs;
      }
    }
    foreignSuspects = others;
    retriesForOthers = left;
    any |= suspects && !suspectsThere;
    suspectsThere = suspects;
    return any;
  }

  /**
   * How many slots have nothing to do.
   *
   * @param count at least 0
   */
  void idle(int count) {
    idleSlots = count;
  }

  /** Whether there are other members, which could run what failed here. */
  public void others(boolean there) {
    othersThere = there;
    marks.others(there);
  }

  /** Whether there are tasks that failed here and that another member should try next. */
  public boolean hasRetriesForOthers() {
    return retriesForOthers;
  }

  /** Claims for another member a task that failed here; null if there is none. */
  public synchronized @Nullable Grant grantRetry(UUID claimant, Abilities abilities) {
    for (OpenBatch batch : open.values()) {
      StoredBatch entry = entries.get(batch.key());
      if (entry != null && startable(entry, abilities)) {
        Grant grant = grant(batch, batch.claimRetryFor(claimant));
        if (grant != null) {
          return grant;
        }
      }
    }
    return null;
  }

  /** Whether a member holds suspects: should it be gone, its marks say whether it crashed. */
  public boolean holdsSuspects(UUID member) {
    return open.values().stream().anyMatch(batch -> batch.holdsSuspects(member));
  }

  /** What members that have crashed may have been running, of open batches. */
  public void accuse(Map<BatchKey, List<Casualty>> casualties) {
    for (OpenBatch batch : open.values()) {
      casualties.getOrDefault(batch.key(), List.of()).forEach(batch::accuse);
    }
  }

  /** Frees what a departed member held in open batches. Returns whether anything became free. */
  public synchronized boolean release(UUID member) {
    opener.left(member);
    boolean any = false;
    for (OpenBatch batch : open.values()) {
      StoredBatch entry = entries.get(batch.key());
      JobContext job = entry == null ? null : entry.job;
      if (batch.release(member, job != null && job.crashLimit() > 0)) {
        freed(batch.key());
        suspectsThere |= batch.hasSuspects() && !foreign.contains(batch.key());
        any = true;
      }
    }
    return any;
  }

  /** Keys of the stored batches of a job on this member. */
  public synchronized List<BatchKey> batchesOf(String job) {
    return entries.keySet().stream().filter(key -> key.job().equals(job)).toList();
  }

  /** Jobs that have stored batches on this member. */
  public synchronized List<String> jobsWithBatches() {
    return entries.keySet().stream().map(BatchKey::job).distinct().toList();
  }

  /**
   * A stored batch.
   *
   * @param batch null while it is not opened
   */
  public record Stored(BatchKey key, int tasks, @Nullable OpenBatch batch) {
    /** Tasks of it that nobody runs. */
    public long waiting() {
      return batch == null ? tasks : batch.waiting();
    }
  }

  /** All that is stored on this member. */
  public synchronized List<Stored> stored() {
    return entries.values().stream()
        .map(entry -> new Stored(entry.key, entry.tasks, entry.batch))
        .toList();
  }

  /** Tasks that wait and that run, of one job or with null of all. */
  public synchronized Load load(@Nullable String job) {
    long waiting = 0;
    long running = 0;
    long lastLine = 0;
    for (StoredBatch entry : entries.values()) {
      if (job == null || entry.key.job().equals(job)) {
        OpenBatch batch = entry.batch;
        waiting += batch == null ? entry.tasks : batch.waiting();
        running += batch == null ? 0 : batch.running();
        lastLine =
            Math.max(lastLine, entry.key.first() + (batch == null ? 1 : batch.batch().lines()) - 1);
      }
    }
    return new Load(waiting, running, lastLine);
  }

  /** Tasks of stored batches. */
  public record Load(long waiting, long running, long lastLine) {}

  /** Another member runs these lines: they are not to be started here. */
  public synchronized void heldBy(UUID member, HeldClaims.Range range) {
    OpenBatch batch = open.get(range.key());
    if (batch == null) {
      opener.heldBy(member, range);
    } else {
      batch.hold(member, range.from(), range.to());
    }
  }

  /** What this member holds of the batches that match, together with what was claimed just now. */
  public synchronized List<HeldClaims.Range> held(Predicate<BatchKey> batches) {
    return claims.of(batches);
  }

  /** The same as the answer to a member, which acts by it. */
  public synchronized List<HeldClaims.Range> heldFor(UUID asker, Predicate<BatchKey> batches) {
    questions.asked(asker, batches, System.nanoTime());
    return claims.of(batches);
  }
}
