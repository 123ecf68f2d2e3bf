package taskgrid.job;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.Grid.PullItem;
import taskgrid.grid.Grid.PullReply;
import taskgrid.task.GridException;

/**
 * Sends a job: reads lines, packs batches, deals them, stores them, sends again what was lost, and
 * seals the job. One thread does all of it in {@link #step}; the rest of the world posts.
 */
final class Submitter implements Feedback, AutoCloseable {
  /** Lines of a batch that no slot waits for. */
  private static final int AHEAD = 64;

  private static final long TICK_MILLIS = 100;

  /** So long who leaves waits for answers to what it has sent. */
  private static final long LEAVING_MILLIS = 1000;

  /** So long one who leaves sends on, if members take it: most files are sent whole by then. */
  private static final long SENDING_ON_MILLIS = 1000;

  /** Bytes that are kept for sending again, beyond which reading waits for results. */
  private static final long MOST_HELD = 64L << 20;

  /**
   * Bytes on their way to the grid, beyond which the next batch waits; a longer line passes alone.
   * Of each there are some copies underneath.
   */
  private static final long MOST_STORING = 8L << 20;

  private final JobContext context;
  private final Mailbox mailbox;
  private final BlockSource blocks;
  private final Packer packer;
  private final BatchSizer sizer;
  private final InputSizes sizes;
  private final Credits credits = new Credits();
  private final Dealer dealer;
  private final SentBatches sent = new SentBatches();
  private final SubmitCounters counters;
  private final Storing storing;
  private final Resending resending;
  private final Recovery recovery;
  private final Sealing sealing;
  private final Heartbeat heartbeat;
  private final FactsWatch facts;
  private final @Nullable Pulls pulls;
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  /** Completes when nothing is left to be told to the grid, or it cannot be told. */
  private final CompletableFuture<Void> parted = new CompletableFuture<>();

  private volatile boolean closed;
  private volatile @Nullable GridException failure;
  private volatile Runnable membersChanged = () -> {};
  private volatile SubmitListener listener = SubmitListener.NOBODY;

  private long topology = -1;
  private long tickedMillis;
  private boolean readingEnded;

  /** Whether the job can be sealed: its input was read to the end, or cancelled. */
  private boolean sealable;

  /** When to leave whatever is still unanswered; Long.MAX_VALUE while nobody wants to leave. */
  private long leaveByMillis = Long.MAX_VALUE;

  /** When one who leaves stops to send. */
  private long sendUntilMillis = Long.MAX_VALUE;

  Submitter(
      JobContext context,
      List<Input> inputs,
      LineFilter filter,
      Places places,
      SubmitCounters counters) {
    this(context, inputs, filter, places, counters, news -> new BlockReader(inputs, news));
  }

  /**
   * @param reading makes the source of blocks, which calls what it is given when there is news
   */
  Submitter(
      JobContext context,
      List<Input> inputs,
      LineFilter filter,
      Places places,
      SubmitCounters counters,
      Function<Runnable, BlockSource> reading) {
    this.context = context;
    this.counters = counters;
    mailbox = new Mailbox();
    blocks = reading.apply(mailbox::ring);
    LineReader lines = new LineReader(blocks, context.options().maxLine());
    packer = new Packer(lines, context.meaning(), filter, inputs, places);
    sizer = new BatchSizer(context.options().batchSize());
    sizes = new InputSizes(inputs);
    dealer =
        new Dealer(
            context.grid(),
            credits,
            member -> Eligible.is(member, context.options()),
            context.options().detached() && !isStage());
    storing = new Storing(context, mailbox, sent, counters);
    recovery = new Recovery(context, mailbox, sent, this::sendAgain);
    sealing = new Sealing(context, mailbox, counters);
    heartbeat = new Heartbeat(context);
    facts = new FactsWatch(context, mailbox, null);
    resending = new Resending(context, filter, sent, storing, sealing);
    pulls = context.options().detached() ? Pulls.withoutReader(context, mailbox, this) : null;
  }

  /** A stage has no reader either, but the next stage is to set the pace. */
  private boolean isStage() {
    return context.options().stage() != null;
  }

  /** Starts to read, and to send. */
  void start(ThreadFactory threads) {
    blocks.start(threads);
    threads.newThread(this::run).start();
  }

  private void run() {
    try {
      while (!isDone()) {
        if (!step()) {
          mailbox.await(TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      // The edge of a thread: whoever waits for results must not wait for ever.
      fail(new GridException("job " + context.id() + " cannot be sent any further: " + e, e));
    } finally {
      end();
    }
  }

  private boolean isDone() {
    boolean needless = context.options().detached() || sent.isEmpty() || isLeaving();
    boolean givenUp = isLeaving() && context.clock().millis() >= leaveByMillis + LEAVING_MILLIS;
    return closed || givenUp || sealing.isLeft() || (sealing.isDone() && needless);
  }

  private boolean isLeaving() {
    return leaveByMillis != Long.MAX_VALUE;
  }

  private void end() {
    blocks.close();
    if (pulls != null) {
      pulls.close();
    }
    if (!done.isDone()) {
      GridException e = failure;
      done.completeExceptionally(
          e != null ? e : new GridException("job " + context.id() + " was left before its end"));
    }
    parted.complete(null);
  }

  /** Does what can be done now; false if that was nothing. */
  boolean step() {
    boolean busy = mailbox.handleAll();
    busy |= tick();
    if (!readingEnded) {
      busy |= send();
      stopSendingOn();
      counters.linesRead = packer.linesRead();
      counters.tasksRead = packer.tasksRead();
      counters.expected = packer.tasksExpected(sizes);
    } else if (!done.isDone()) {
      conclude();
    }
    return busy;
  }

  /** One who leaves sends no more than members take at once. */
  private void stopSendingOn() {
    boolean late = context.clock().millis() >= sendUntilMillis;
    if (!readingEnded && isLeaving() && (late || failure != null || dealer.shortOfCredit())) {
      readingEnded = true;
      blocks.close();
    }
  }

  /** Nothing more is read: seals the job, or says where it was left. */
  private void conclude() {
    boolean late = context.clock().millis() >= leaveByMillis;
    if (closed || (sent.storing() > 0 && !late)) {
      return;
    }
    if (sealable && failure == null && sent.storing() == 0) {
      if (sealing.seal(counters.cutShort ? packer.lastPacked() : packer.linesRead())) {
        done.complete(null);
        listener.changed();
      }
    } else if (isLeaving()) {
      sealing.leave(sent.confirmedTo(packer.lastPacked()));
    }
  }

  private boolean tick() {
    long version = context.grid().topologyVersion();
    if (version != topology) {
      topology = version;
      dealer.recount(sent.unfinished());
      recovery.membersChanged();
      membersChanged.run();
      tickedMillis = 0;
    }
    if (pulls != null) {
      pulls.tick();
      try {
        pulls.check();
      } catch (GridException e) {
        fail(e);
      }
    }
    long now = context.clock().millis();
    if (now - tickedMillis < TICK_MILLIS) {
      return false;
    }
    tickedMillis = now;
    heartbeat.tick(now);
    watchFacts();
    recovery.tick(now);
    return storing.retry(now);
  }

  /** A cancellation may come while nobody reads results, or before there is anything to read. */
  private void watchFacts() {
    facts.tick();
    if (facts.forgotten()) {
      closed = true;
      fail(new GridException("job " + context.id() + " was forgotten; its results are gone"));
    } else if (facts.gone()) {
      resending.restoreFacts();
    } else if (facts.cancelled()) {
      stopReading();
    }
  }

  /** Sends batches until members have enough, or there are no more lines for now. */
  private boolean send() {
    boolean busy = false;
    boolean room = dealer.anyRoom();
    counters.waitingForCredit = dealer.shortOfCredit();
    while (room && sent.held() < MOST_HELD && sent.storingBytes() < MOST_STORING) {
      Packer.Fill fill = fill();
      if (fill == Packer.Fill.END && packer.isEmpty()) {
        readingEnded = true;
        sealable = true;
        return true;
      }
      // What came in drips goes on at once, if a slot has nothing else to do.
      if (packer.isEmpty() || (fill == Packer.Fill.DRY && !dealer.anyIdle())) {
        return busy;
      }
      Dealer.Deal deal = dealer.deal();
      if (deal == null) {
        return busy;
      }
      send(packer.take(), deal);
      busy = true;
      room = dealer.anyRoom();
    }
    return busy;
  }

  /** What is sent beyond what slots need is shared out by claims, not by dealing. */
  private boolean isAhead() {
    return dealer.dealsAll() && context.options().batchSize() == 0 && dealer.allBusy();
  }

  private Packer.Fill fill() {
    try {
      int lines = sizer.next(dealer.slots(), packer.linesLeft(sizes));
      return packer.fill(isAhead() ? Math.max(lines, AHEAD) : lines);
    } catch (GridException e) {
      fail(e);
      return Packer.Fill.DRY;
    }
  }

  private void send(Packer.Packed packed, Dealer.Deal deal) {
    BatchKey key = new BatchKey(context.id(), 0, packed.batch().first(), deal.route());
    SentBatch batch = new SentBatch(key, packed.batch(), packed.bytes());
    batch.member = deal.member();
    if (counters.firstBatchSent == null) {
      counters.firstBatchSent = context.clock().instant();
    }
    dealer.sent(deal.member(), packed.bytes().length);
    sent.add(batch);
    Recovery.heard(batch, context.clock().millis());
    storing.store(batch);
  }

  private void sendAgain(SentBatch batch) {
    boolean wasComplete = batch.state == SentBatch.State.COMPLETE;
    // Before it is stored, so that the reader hears of the new log after this.
    listener.restarted(batch.key);
    try {
      resending.send(batch);
    } catch (GridException e) {
      fail(e);
      return;
    }
    if (wasComplete) {
      dealer.recount(sent.unfinished());
    }
  }

  private void fail(GridException e) {
    if (failure == null) {
      failure = e;
      listener.changed();
      leaveNow();
    }
  }

  // What others may call, from any thread.

  @Override
  public long mark(UUID member) {
    return credits.sent(member);
  }

  @Override
  public void replied(UUID member, long mark, PullReply reply) {
    credits.granted(member, mark, reply.credit());
    mailbox.post(() -> handle(reply));
  }

  private void handle(PullReply reply) {
    sizer.measured(reply.taskNanos());
    if (reply.cancelled()) {
      stopReading();
    }
    long now = context.clock().millis();
    for (PullItem item : reply.items()) {
      SentBatch batch = sent.get(item.key().first());
      if (batch != null) {
        Recovery.heard(batch, now);
        batch.logBytes += item.size();
        if ((item.complete() || item.n() < 0) && batch.state != SentBatch.State.COMPLETE) {
          completed(batch);
        }
      }
    }
  }

  private void completed(SentBatch batch) {
    storing.count(batch);
    sent.complete(batch);
    dealer.done(batch.member);
    sizer.done(batch.packed.tasks(), batch.logBytes);
    if (context.options().detached()) {
      counters.endedSomehow(batch.packed.tasks());
      sent.remove(batch);
    }
  }

  @Override
  public void finished(BatchKey key) {
    mailbox.post(
        () -> {
          SentBatch batch = sent.get(key.first());
          if (batch != null) {
            if (batch.state != SentBatch.State.COMPLETE) {
              completed(batch);
            }
            sent.remove(batch);
          }
        });
  }

  @Override
  public long firstBatchBehind(long line) {
    return sent.firstBehind(line);
  }

  @Override
  public @Nullable GridException failure() {
    return failure;
  }

  /** The reader of the job's results wants to know how sending goes. */
  void tell(SubmitListener reader) {
    listener = reader;
  }

  /** Reads no further, and seals the job with what was sent. */
  void cancel() {
    mailbox.post(this::stopReading);
  }

  private void stopReading() {
    if (!readingEnded) {
      readingEnded = true;
      sealable = true;
      counters.cutShort = true;
      blocks.close();
    }
  }

  /** What else to do when members have come or gone; it must not block. */
  void whenMembersChange(Runnable action) {
    membersChanged = action;
  }

  /** Completes when all is sent and the job is sealed. */
  CompletableFuture<Void> done() {
    return done;
  }

  /**
   * Sends what members take within a second, reads no further, and tells the grid so within another
   * second or two: the job is sealed if all was read or it is cancelled, and left where it is if
   * not.
   *
   * @return completes when the grid knows, or cannot be told
   */
  CompletableFuture<Void> leave() {
    mailbox.post(this::leaveNow);
    return parted.copy();
  }

  private void leaveNow() {
    if (isLeaving()) {
      return;
    }
    dealer.dealAll();
    sendUntilMillis = context.clock().millis() + SENDING_ON_MILLIS;
    leaveByMillis = sendUntilMillis + LEAVING_MILLIS;
  }

  @Override
  public void close() {
    closed = true;
    blocks.close();
    mailbox.ring();
  }
}
