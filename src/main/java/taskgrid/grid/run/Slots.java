package taskgrid.grid.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;

/**
 * The slots of this member. A ticket's thread takes a permit, runs what the dispatcher gives it
 * until there is nothing left, and returns the permit.
 */
public final class Slots {
  private static final Logger LOG = LogManager.getLogger(Slots.class);
  private static final long LONG_TASK = TimeUnit.MILLISECONDS.toNanos(5);

  /** So long a function may take to heed an interrupt; then its slot goes on without its thread. */
  private static final long DEAF = TimeUnit.MILLISECONDS.toNanos(500);

  private final int slots;
  private final Dispatcher dispatcher;
  private final Delivery delivery;
  private final Bell bell;
  private final String member;
  private final Semaphore permits;
  private final AtomicInteger rung = new AtomicInteger();
  private final Set<Active> active = ConcurrentHashMap.newKeySet();

  /** What a slot runs. Not a record: it is looked up by what it is, not by what is in it. */
  private static final class Active {
    private final Run run;
    private final HeldClaims.Held held;

    Active(Run run, HeldClaims.Held held) {
      this.run = run;
      this.held = held;
    }

    Run run() {
      return run;
    }

    HeldClaims.Held held() {
      return held;
    }
  }

  /**
   * @param slots tasks that run at the same time, at least 1
   * @param member this member's address, as results name it
   */
  public Slots(int slots, Dispatcher dispatcher, Delivery delivery, Bell bell, String member) {
    this.slots = slots;
    this.dispatcher = dispatcher;
    this.delivery = delivery;
    this.bell = bell;
    this.member = member;
    this.permits = new Semaphore(slots);
  }

  public int count() {
    return slots;
  }

  /** Slots that have nothing to do. */
  public int idle() {
    return Math.max(0, permits.availablePermits());
  }

  /** Jobs whose tasks run here, wherever their batches are. */
  public Set<String> jobs() {
    return active.stream().map(entry -> entry.run().key().job()).collect(Collectors.toSet());
  }

  /** A task that runs here now, wherever its batch is. */
  public record Running(String job, long task, int attempt, long startedMicros) {}

  /** What runs here now. */
  public List<Running> current() {
    List<Running> all = new ArrayList<>();
    for (Active entry : active) {
      Run.Current now = entry.run().current();
      if (now != null) {
        BatchKey key = entry.run().key();
        long task = key.first() + now.line();
        all.add(new Running(key.job(), task, now.attempt(), now.startedMicros()));
      }
    }
    return all;
  }

  /** Tasks that run now. */
  public int running() {
    return active.size();
  }

  /** What the thread of a ticket does. */
  public void answerTicket() {
    rung.updateAndGet(n -> Math.max(0, n - 1));
    // A batch that is offered between the last look and the release finds no free permit, so its
    // ticket goes away unserved: look once more after the release.
    while (permits.tryAcquire()) {
      boolean hasPermit = true;
      try {
        hasPermit = runUntilEmpty();
      } finally {
        if (hasPermit) {
          permits.release();
        }
      }
      if (!hasPermit || !dispatcher.hasReady()) {
        return;
      }
    }
  }

  /** Returns false if the permit was taken from this thread, which had been too long in a task. */
  private boolean runUntilEmpty() {
    dispatcher.idle(idle());
    for (Dispatcher.Started next = dispatcher.next(); next != null; next = dispatcher.next()) {
      callForHelp();
      if (!run(next.run(), next.held())) {
        return false;
      }
    }
    return true;
  }

  /**
   * While there is more to start and a slot is free, one more ticket is rung, and that one rings.
   */
  public void callForHelp() {
    if (permits.availablePermits() > rung.get() && dispatcher.hasReady()) {
      rung.incrementAndGet();
      bell.ring();
    }
  }

  /** Returns false if the run was ended without this thread. */
  private boolean run(Run run, HeldClaims.Held held) {
    Active entry = new Active(run, held);
    active.add(entry);
    long started = System.nanoTime();
    int tasks = 0;
    boolean mine = true;
    try {
      tasks = new Slot(run, member, delivery.room(), () -> deliverInTurn(entry)).runAll();
    } finally {
      mine = end(entry);
    }
    if (mine) {
      run.job().ran(tasks, System.nanoTime() - started);
    }
    return mine;
  }

  /** Whoever removes it ends it: its slot's thread, or the one that found the task deaf. */
  private boolean end(Active entry) {
    boolean first = active.remove(entry);
    if (first) {
      handBack(entry, entry.run().takeBack(member));
      entry.held().release();
      dispatcher.ended(entry.run());
      dispatcher.released(entry.run());
    }
    return first;
  }

  /** The slot goes on without the thread of a task that ignores its interrupt. */
  private void endDeaf(Active entry, long now) {
    if (entry.run().abandonIfDeaf(now, DEAF) && end(entry)) {
      LOG.warn(
          "task {} ignores that it was stopped; its thread is left behind", entry.run().task());
      permits.release();
      callForHelp();
    }
  }

  private void deliverInTurn(Active entry) {
    byte[] chunk = entry.run().takeChunk(member);
    if (chunk != null) {
      delivery.deliverInTurn(entry.run().key(), chunk, entry.held());
    }
  }

  private void deliver(Active entry, byte @Nullable [] chunk) {
    if (chunk != null) {
      delivery.deliver(entry.run().key(), chunk, entry.held());
    }
  }

  /**
   * Called every few milliseconds: interrupts what is cancelled or out of time, and takes from
   * behind long tasks what has not started and what is done.
   */
  public void tick() {
    long now = System.nanoTime();
    if (dispatcher.freeDue(now)) {
      callForHelp();
    }
    for (Active entry : active) {
      if (dispatcher.runsSuspect() && entry.run().lasts(now)) {
        dispatcher.ended(entry.run());
        callForHelp();
      }
      // Hundreds of slots that each run one long task must not cost a lock each.
      if (entry.run().needsLook()) {
        entry.run().checkStop(now);
        endDeaf(entry, now);
        takeBack(entry, () -> entry.run().takeBackBehindLongTask(member, now, LONG_TASK));
      }
    }
  }

  /** Takes back everything that has not started of batches that leave this member. */
  public void takeBack(Predicate<BatchKey> leaving) {
    for (Active entry : active) {
      if (leaving.test(entry.run().key())) {
        takeBack(entry, () -> entry.run().takeBack(member));
      }
    }
  }

  /** Holds the claim meanwhile, for the run may end at the same moment. */
  private void takeBack(Active entry, Supplier<Run.@Nullable Taken> taking) {
    entry.held().add();
    try {
      Run.Taken taken = taking.get();
      if (taken != null) {
        handBack(entry, taken);
      }
    } finally {
      entry.held().release();
    }
  }

  private void handBack(Active entry, Run.Taken taken) {
    deliver(entry, taken.chunk());
    if (taken.from() < taken.to()) {
      String cancelled = entry.run().job().cancelled();
      if (cancelled != null) {
        deliver(entry, entry.run().cancelled(taken, cancelled));
      } else {
        handBackLines(entry.run(), taken);
        callForHelp();
      }
    }
    entry.held().shrink(taken.from());
  }

  private void handBackLines(Run run, Run.Taken taken) {
    OpenBatch batch = dispatcher.open().get(run.key());
    if (batch != null) {
      batch.giveBack(taken.from(), taken.to());
      dispatcher.freed(run.key());
    } else {
      // Another owner's, which believes that this member runs them: so it does.
      dispatcher.takeOver(run.rest(taken));
    }
  }
}
