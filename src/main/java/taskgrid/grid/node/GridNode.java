package taskgrid.grid.node;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.IExecutorService;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.instance.impl.HazelcastInstanceImpl;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.spi.impl.NodeEngineImpl;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import taskgrid.function.FunctionSource;
import taskgrid.function.TaskFunction;
import taskgrid.grid.BatchKey;
import taskgrid.grid.Bundles;
import taskgrid.grid.Grid;
import taskgrid.grid.Grid.GridMember;
import taskgrid.grid.client.FactStore;
import taskgrid.grid.client.InstanceGrid;
import taskgrid.grid.log.LogIndex;
import taskgrid.grid.run.Abilities;
import taskgrid.grid.run.CancelWaiting;
import taskgrid.grid.run.Delivery;
import taskgrid.grid.run.Dispatcher;
import taskgrid.grid.run.HeldClaims;
import taskgrid.grid.run.JobContext;
import taskgrid.grid.run.OpenBatch;
import taskgrid.grid.run.Opener;
import taskgrid.grid.run.Permits;
import taskgrid.grid.run.Room;
import taskgrid.grid.run.SegmentWriter;
import taskgrid.grid.run.Slots;
import taskgrid.grid.run.StartMarks;
import taskgrid.grid.run.Store;
import taskgrid.grid.wire.Attributes;
import taskgrid.grid.wire.Call;
import taskgrid.grid.wire.CallTarget;
import taskgrid.grid.wire.GridMaps;
import taskgrid.grid.wire.Ticket;
import taskgrid.task.Limits;
import taskgrid.task.MemberStatus;
import taskgrid.task.Shipped;

/**
 * A member's inside, on a started Hazelcast instance: stores, runs, keeps results, takes over from
 * others. The constructor wires, {@link #start} begins, {@link #close} ends in reverse.
 */
public final class GridNode implements AutoCloseable {
  private static final Logger LOG = LogManager.getLogger(GridNode.class);
  private static final long TICK = 5;
  private static final long MEASURE = 50;
  private static final long DRIVE = 20;
  private static final long LOOK = 100;
  private static final long SECOND = 1_000;
  private static final long SWEEP = 3_000;
  private static final long OLD_JOBS = 600_000;

  private final HazelcastInstance instance;
  private final Clock clock;
  private final GridMember self;
  private final GridMaps maps;
  private final ScheduledExecutorService timer = timer();
  private final ExecutorService blocking = Executors.newCachedThreadPool(daemon("taskgrid-work"));
  private final Ownership ownership;
  private final FirstAssignment assignment;
  private final MemberCaller caller;
  private final LogIndex index;
  private final MemoryMark memory;
  private final Caution caution;
  private final LostView lostView;
  private final Redundancy redundancy;
  private final StartGate gate;
  private final Store store;
  private final Bundles bundles;
  private final BundleFetch fetch;
  private final JobContexts jobs;
  private final StageHop hop;
  private final SegmentWriter writer;
  private final Dispatcher dispatcher;
  private final Slots slots;
  private final Backlog backlog;
  private final Granting granting;
  private final Stealing stealing;
  private final HeldClaims claims = new HeldClaims();
  private final Permits permits = new Permits();
  private final Lending lending;
  private final CrashMarks crashMarks;
  private final Reclaimer reclaimer;
  private final JobWatch watch;
  private final OldJobs oldJobs;
  private final KnownJobs knownJobs;
  private final OrphanedJobs orphanedJobs;
  private final HaltWatch halts;
  private final StageWatch stages;
  private final SourceDrive sources;
  private final Recovery recovery;
  private final LateArrivals lateArrivals;
  private final Thread recoveryThread;
  private volatile @Nullable Runnable askedToLeave;

  /**
   * @param instance started, with {@link MemberService} registered as {@link CallTarget#SERVICE}
   * @param functions what tasks may call here
   * @param bundles the files that jobs have shipped to this member
   */
  public GridNode(
      HazelcastInstance instance, FunctionSource functions, Bundles bundles, Clock clock) {
    this.instance = instance;
    this.clock = clock;
    this.self = Attributes.read(instance.getCluster().getLocalMember());
    this.maps = GridMaps.of(instance);
    NodeEngineImpl engine = engine(instance);
    this.ownership = new Ownership(engine.getPartitionService());
    this.assignment = new FirstAssignment(ownership, System::nanoTime);
    this.caller = new MemberCaller(engine, ownership);
    this.index = new LogIndex(clock, self.id().getMostSignificantBits());
    long heap = Runtime.getRuntime().maxMemory();
    this.memory = new MemoryMark(maps::bytesHere, index, clock, heap);
    this.caution = new Caution(clock);
    this.lostView = new LostView(clock);
    this.redundancy =
        new Redundancy(
            engine.getClusterService()::getMemberListVersion,
            this::keepsSuspects,
            instance.getPartitionService()::isClusterSafe,
            this::callForHelp);
    this.gate =
        new StartGate(
            caution, lostView, ownership, memory, index, redundancy::isWhole, new StageOrder());
    this.store = new MapStore(maps);
    FactStore facts = new FactStore(maps.jobs());
    this.bundles = bundles;
    this.fetch = new BundleFetch(bundles, caller, facts, blocking, this::filesChanged);
    this.jobs = new JobContexts(facts, functions, bundles, fetch);
    this.hop = new StageHop(maps, store, jobs, index, blocking);
    SegmentWriter.Log log = new CompletedLogs();
    this.writer = new SegmentWriter(store, log, timer);
    Opener opener = new Opener(store, index::has, index::isCompacted, log, writer);
    this.crashMarks = new CrashMarks(maps, instance.getCluster());
    StartMarks marks = new StartMarks(crashMarks, claims, timer);
    this.dispatcher =
        new Dispatcher(
            jobs, opener, gate, new Dispatcher.Tracking(claims, marks, permits), abilities());
    Room leaving = Room.in(heap);
    Delivery delivery = new Delivery(dispatcher.open(), writer, caller, timer, leaving);
    this.slots = new Slots(self.slots(), dispatcher, delivery, this::ring, self.address());
    this.backlog = new Backlog(dispatcher, jobs, index, self.slots());
    this.granting = new Granting(dispatcher, slots, clock, blocking, this::tellOfFiles);
    this.stealing =
        new Stealing(
            caller,
            dispatcher,
            slots,
            blocking,
            ownership::ownerOf,
            new Stealing.Capabilities(
                this::abilities,
                functions.all().stream().map(TaskFunction::name).toList(),
                gate::mayStartAny));
    this.reclaimer = new Reclaimer(index, store, jobs, ownership, clock);
    JobWatch.Ground ground = new JobWatch.Ground(maps, store, ownership, clock);
    JobWatch.Running running =
        new JobWatch.Running(dispatcher, slots, new CancelWaiting(dispatcher, delivery));
    this.watch = new JobWatch(jobs, running, index, ground);
    OwnFacts ownFacts = new OwnFacts(maps, clock);
    AllMembers all = new AllMembers(caller, ownership);
    this.lending = new Lending(permits, all, ownership, jobs, blocking, this::permitted);
    this.oldJobs = new OldJobs(ownFacts, all, clock);
    this.halts = new HaltWatch(ownFacts, all);
    this.stages = new StageWatch(ownFacts, all, clock);
    this.sources = new SourceDrive(ownFacts, new SourcePlaces(), clock);
    this.knownJobs = new KnownJobs(dispatcher, index, gate::knowsAll);
    this.orphanedJobs = new OrphanedJobs(knownJobs, facts, watch::forget, clock);
    StoredLogs logs = new StoredLogs(maps.results(), store, index, ownership);
    Recovery.Ground taken = new Recovery.Ground(ownership, logs, crashMarks);
    this.recovery = new Recovery(taken, opener, dispatcher, caller, this::sweep);
    this.lateArrivals = new LateArrivals(logs, index, dispatcher, this::sweep, clock);
    this.recoveryThread = daemon("taskgrid-recovery").newThread(recovery);
  }

  /** Begins to take calls and to run what is stored. */
  public void start() {
    instance.getUserContext().put(Ticket.ANSWER, (Runnable) this::answerTicket);
    Calls calls =
        new Calls(
            new Calls.Parts(
                ownership,
                dispatcher,
                writer,
                index,
                store,
                jobs,
                knownJobs,
                memory,
                granting,
                new Looking(dispatcher, slots, index, memory, this::hindrance),
                Room.in(Runtime.getRuntime().maxMemory()),
                fetch,
                lending),
            clock,
            blocking,
            this::status,
            this::leave);
    NodeEvents events =
        new NodeEvents(
            ownership,
            recovery,
            new NodeEvents.Running(dispatcher, slots, index),
            lostView,
            calls,
            blocking,
            () -> {
              assignment.membersChanged();
              lateArrivals.changed();
            });
    lostView.sees(instance.getCluster().getMembers().size());
    MemberService service = engine(instance).getService(CallTarget.SERVICE);
    service.connect(events);
    recoveryThread.start();
    takeOverWhatCameBefore();
    maps.tasks().addLocalEntryListener((EntryAddedListener<BatchKey, byte[]>) this::stored);
    lateArrivals.listen(maps);
    instance.getLifecycleService().addLifecycleListener(this::lived);
    instance.getClientService().addClientListener(new Submitters(assignment::workComes));
    keepHouse();
  }

  /** What the others do not know yet would be run again here. */
  private void lived(LifecycleEvent event) {
    switch (event.getState()) {
      case MERGING -> gate.merging(true);
      case MERGED, MERGE_FAILED -> {
        gate.merging(false);
        lateArrivals.changed();
        slots.callForHelp();
      }
      default -> {
        // The start and the end of a member are seen elsewhere.
      }
    }
  }

  /** Partitions that came while the service was not connected yet: those with data. */
  private void takeOverWhatCameBefore() {
    // Also where the others have all left in between: what they had is here.
    boolean mayBe = ownership.areAssigned();
    if (mayBe && (!alone() || !maps.tasks().isEmpty() || !maps.results().isEmpty())) {
      for (int partition = 0; partition < ownership.partitionCount(); partition++) {
        if (ownership.owns(partition)) {
          recovery.arrived(partition);
        }
      }
    }
  }

  private void keepHouse() {
    Housekeeping house = new Housekeeping(timer, blocking, assignment::mayLook);
    house.every(TICK, this::tick);
    house.everyBlocking(MEASURE, this::measure);
    house.everyBlocking(10 * SECOND, reclaimer::expire);
    house.everyBlocking(10 * SECOND, fetch::sweep);
    house.everyBlocking(10 * SECOND, lending::sweep);
    house.everyBlocking(SECOND, watch::watchRunning);
    house.everyBlocking(5 * SECOND, watch::watchEnded);
    house.everyBlocking(SECOND, halts::look);
    house.everyBlocking(SECOND, stages::look);
    house.everyBlocking(SECOND, sources::find);
    house.everyBlocking(DRIVE, sources::drive);
    house.everyBlocking(60 * SECOND, watch::sweepFacts);
    house.everyBlocking(60 * SECOND, crashMarks::sweep);
    house.everyBlocking(OLD_JOBS, oldJobs::sweep);
    house.everyBlocking(OLD_JOBS, orphanedJobs::sweep);
    house.everyBlocking(SWEEP, this::sweep);
    house.everyBlocking(SECOND, lateArrivals::look);
    house.everyBlocking(LOOK, redundancy);
    house.everyBlocking(
        LOOK,
        new LastSight(
            lostView,
            engine(instance).getClusterService(),
            LastSight::isRefused,
            slots::callForHelp));
    house.everyBlocking(
        SECOND, new ClaimAudit(dispatcher, slots, ownership, caller, crashMarks)::run);
  }

  /** What memory held back may go on when there is less stored, or a reader has come further. */
  private void measure() {
    memory.look();
    reclaimer.free(memory.excess());
    boolean goesOn = backlog.look();
    if (gate.takeHeldBack() || goesOn) {
      slots.callForHelp();
    }
  }

  private boolean keepsSuspects() {
    return dispatcher.keepsSuspects();
  }

  private void callForHelp() {
    slots.callForHelp();
  }

  /** What the house does once in a while, at once. */
  void sweepOld() {
    reclaimer.expire();
    oldJobs.sweep();
    orphanedJobs.sweep();
    watch.watchEnded();
    watch.sweepFacts();
  }

  /** What this member can run now. */
  private Abilities abilities() {
    return new Abilities(self.labels(), self.shell(), bundles.ready(), true, Set.of());
  }

  private void filesChanged() {
    if (dispatcher.able(abilities())) {
      slots.callForHelp();
    }
  }

  /** What has waited for a permit may have it, or what would have waited. */
  private void permitted() {
    dispatcher.permit();
    slots.callForHelp();
  }

  private void tellOfFiles(UUID member, JobContext job) {
    Shipped shipped = job.facts().options().shipped();
    if (shipped != null) {
      fetch.tell(member, job.job(), shipped);
    }
  }

  /** Why this member starts nothing of a job now, in words; null if it does. */
  private @Nullable String hindrance(String job) {
    String why = gate.hindrance(job);
    if (why != null) {
      return why;
    }
    String foreign = dispatcher.whyForeign(job);
    if (foreign != null) {
      return "it " + foreign + ", and hands its tasks to members that do";
    }
    JobContext context = permits.isShort(job) ? jobs.known(job) : null;
    return context == null ? null : inUse(context.limits());
  }

  private static String inUse(Limits limits) {
    return limits.atOnce() > 0
        ? "all %d of -j are in use".formatted(limits.atOnce())
        : "all its %d copies are in use".formatted(limits.onEach());
  }

  private void tick() {
    if (caution.tick()) {
      LOG.warn(
          "the clock jumped: this member was stopped; it starts nothing for {} s",
          Caution.pauseSeconds());
      timer.schedule(slots::callForHelp, Caution.PAUSE_MILLIS + TICK, TimeUnit.MILLISECONDS);
    }
    dispatcher.others(!alone());
    permits.idle(slots.idle());
    slots.tick();
    lending.tick();
    writer.tick();
    index.tick();
    granting.tick();
    stealing.tick();
  }

  private void stored(EntryEvent<BatchKey, byte[]> event) {
    byte[] batch = event.getValue();
    memory.stored(batch.length);
    if (dispatcher.offered(event.getKey(), batch)) {
      slots.callForHelp();
    }
  }

  /** A slot that has become idle asks others at once. */
  private void answerTicket() {
    slots.answerTicket();
    stealing.tick();
  }

  /**
   * Finds every stored batch of this member that has no ticket; one that has ended goes. Blocks.
   */
  private void sweep() {
    for (BatchKey key : maps.tasks().localKeySet()) {
      if (!dispatcher.knows(key)) {
        find(key);
      }
    }
    slots.callForHelp();
  }

  private void find(BatchKey key) {
    if (index.complete(key)) {
      hop.ended(key);
      return;
    }
    byte[] batch = store.load(key);
    if (batch != null && ownership.owns(key)) {
      dispatcher.offered(key, batch);
    }
  }

  private void ring() {
    try {
      IExecutorService executor = instance.getExecutorService(GridMaps.EXECUTOR);
      executor.executeOnMember(new Ticket(), instance.getCluster().getLocalMember());
    } catch (RejectedExecutionException e) {
      LOG.debug("no ticket is taken any more: {}", e.toString());
    }
  }

  private MemberStatus status() {
    Runtime runtime = Runtime.getRuntime();
    Dispatcher.Load load = dispatcher.load(null);
    return new MemberStatus(
        self.address(),
        self.labels(),
        self.slots(),
        slots.running(),
        load.waiting(),
        runtime.totalMemory() - runtime.freeMemory(),
        runtime.maxMemory(),
        version());
  }

  private static String version() {
    String version = GridNode.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /**
   * What to do when somebody asks this member from afar to leave: it is run on a thread of its own,
   * and is expected to drain and close this member.
   */
  void whenAskedToLeave(Runnable leaving) {
    askedToLeave = leaving;
  }

  private boolean leave() {
    Runnable leaving = askedToLeave;
    if (leaving != null) {
      daemon("taskgrid-leave").newThread(leaving).start();
    }
    return leaving != null;
  }

  /** What this member has open and holds; for a look from outside. */
  Dispatcher dispatcher() {
    return dispatcher;
  }

  /** The grid as seen from this member, for a submitter in the same process. */
  public Grid grid() {
    return new InstanceGrid(instance, this::callAny, clock);
  }

  private CompletionStage<byte[]> callAny(UUID member, Call call, byte[] request) {
    return caller.call(member, call, request);
  }

  /**
   * Starts nothing more and waits, at most so long, until what runs has ended and its results are
   * safe. The last member of a grid has nobody to hand over to: it goes on until its jobs end.
   */
  void drain(Duration timeout) throws InterruptedException {
    long until = System.nanoTime() + timeout.toNanos();
    while (alone() && hasWork() && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(TICK);
    }
    gate.leave();
    // Asked under the dispatcher's lock: what is started holds its claim by then, or is refused.
    while (!dispatcher.held(all -> true).isEmpty() && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(TICK);
    }
    crashMarks.leave();
    Dispatcher.Load left = dispatcher.load(null);
    if (alone() && left.waiting() + left.running() > 0) {
      LOG.warn(
          "the last member leaves: {} tasks of jobs {} are lost unless their submitters send them"
              + " again",
          left.waiting() + left.running(),
          dispatcher.jobsWithBatches());
    }
  }

  private boolean alone() {
    return instance.getCluster().getMembers().size() == 1;
  }

  private boolean hasWork() {
    Dispatcher.Load load = dispatcher.load(null);
    return load.waiting() + load.running() > 0;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    recovery.stop(recoveryThread);
    blocking.shutdown();
  }

  /** Items of sources are stored here; idle members claim them. */
  private final class SourcePlaces implements SourceDrive.Places {
    /** Made when it is needed: to look at routes gives partitions to members. */
    private @Nullable Grid routes;

    @Override
    public int route() {
      Grid known = routes == null ? grid() : routes;
      routes = known;
      return known.routeTo(self.id());
    }

    @Override
    public boolean isFull(String job) {
      return backlog.isFull(job) || memory.isFull();
    }

    @Override
    public void store(BatchKey key, byte[] batch) {
      maps.tasks().set(key, batch);
    }
  }

  /** What is known as soon as all is wired. */
  private final class StageOrder implements StartGate.Stages {
    @Override
    public boolean isAhead(BatchKey key, long after) {
      return backlog.isAhead(key, after);
    }

    @Override
    public boolean isNextToRead(BatchKey key, long after) {
      return backlog.isNextToRead(key, after);
    }

    @Override
    public boolean isEndless(String job) {
      return backlog.isEndless(job);
    }
  }

  /** Logs that are complete: the batch leaves the work left. */
  private final class CompletedLogs implements SegmentWriter.Log {
    @Override
    public void written(BatchKey key, byte[] segment) {
      memory.stored(segment.length);
      index.written(key, segment);
      if (!ownership.owns(key)) {
        // It left while the segment was on its way: its new owner knows it, and counts it.
        index.evict(key::equals);
      }
    }

    /** Of a forgotten job nothing is left to be found; else it is known as any other. */
    @Override
    public void late(BatchKey key, int n, byte[] segment) {
      try {
        blocking.execute(() -> settleLate(key, n, segment));
      } catch (RejectedExecutionException e) {
        LOG.debug("this member leaves; segment {} of {} is its new owner's", n, key);
      }
    }

    private void settleLate(BatchKey key, int n, byte[] segment) {
      JobContext job = jobs.refresh(key.job());
      if (job != null && job.facts().forgotten()) {
        store.removeSegment(key, n);
        jobs.forget(key.job());
      } else if (ownership.owns(key)) {
        index.written(key, segment);
      }
    }

    @Override
    public boolean moving(BatchKey key) {
      return ownership.leaving(key);
    }

    @Override
    public void completed(OpenBatch batch) {
      dispatcher.forget(batch.key());
      hop.ended(batch.key());
    }

    @Override
    public void foundEnded(BatchKey key) {
      hop.ended(key);
    }
  }

  private static NodeEngineImpl engine(HazelcastInstance instance) {
    HazelcastInstanceImpl original =
        instance instanceof HazelcastInstanceProxy proxy
            ? proxy.getOriginal()
            : (HazelcastInstanceImpl) instance;
    return original.node.getNodeEngine();
  }

  private static ScheduledExecutorService timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(1, daemon("taskgrid-timer"));
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  private static ThreadFactory daemon(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
