package taskgrid.job;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.grid.Grid.PullItem;
import taskgrid.grid.Grid.PullReply;
import taskgrid.task.GridException;
import taskgrid.task.JobStatus;
import taskgrid.task.Stage;
import taskgrid.task.TaskResult;

/**
 * Reads results from the grid: pulls what is new from every member, and hands out each task once.
 * All of it happens on the thread that asks for results; who does not ask is not sent anything.
 */
final class GridResultReader implements ResultReader, PullTerms, SubmitListener {
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** So many results may pass between two looks at the mailbox. */
  private static final int RESULTS_PER_LOOK = 64;

  private final JobContext context;
  private final ResultOptions options;

  /** Null for a job that was not submitted here. */
  private final @Nullable Origin origin;

  private final Mailbox mailbox = new Mailbox();
  private final Deliveries deliveries;
  private final OpenBatches batches;
  private final Fetches fetches;
  private final Arrangement arrangement;
  private final Pulls pulls;
  private final FactsWatch facts;
  private final StateWatch state;
  private final Halting halting;

  private long handedOut;

  /** Dropped tasks of which there was not even a stub. */
  private long unseen;

  private int untilLook;
  private boolean ended;

  /** Whether some results are known to be lost. */
  private boolean lost;

  private volatile boolean closed;

  /**
   * @param known what is known of the job's facts; null if nothing
   * @param origin null for a job that was not submitted here
   */
  GridResultReader(
      JobContext context,
      ResultOptions options,
      @Nullable JobFacts known,
      @Nullable Origin origin) {
    this.context = context;
    this.options = options;
    this.origin = origin;
    deliveries = new Deliveries(context.grid());
    batches = new OpenBatches(this::finished);
    fetches = new Fetches(context, mailbox);
    ResultMaker maker = new ResultMaker(context.meaning(), options.withInput());
    arrangement =
        options.inOrder()
            ? new ByLine(context, batches, fetches, maker)
            : new AsTheyCome(context, batches, fetches, maker);
    pulls = new Pulls(context, mailbox, this, deliveries, origin);
    facts = new FactsWatch(context, mailbox, known);
    halting = new Halting(context, origin);
    state = new StateWatch(context, mailbox, pulls::doubt);
    if (origin != null) {
      origin.tell(this);
    }
  }

  @Override
  public @Nullable TaskResult next() throws InterruptedException, GridException {
    while (true) {
      TaskResult result = poll(Duration.ofSeconds(1));
      if (result != null || ended || closed) {
        return result;
      }
    }
  }

  @Override
  public @Nullable TaskResult poll(Duration patience) throws InterruptedException, GridException {
    try {
      if (untilLook-- > 0) {
        TaskResult result = arrangement.next();
        if (result != null) {
          return count(result);
        }
      }
      return lookAndPoll(System.nanoTime() + patience.toNanos());
    } catch (RuntimeException e) {
      // The edge towards people: a lost connection, or bytes of another version.
      throw new GridException(
          "job " + context.id() + " cannot be read any further: " + e.getMessage(), e);
    }
  }

  private @Nullable TaskResult lookAndPoll(long deadline)
      throws InterruptedException, GridException {
    while (!ended && !closed) {
      look();
      TaskResult result = arrangement.next();
      if (result != null) {
        untilLook = RESULTS_PER_LOOK;
        return count(result);
      }
      if (isOver()) {
        end();
        return null;
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return null;
      }
      if (mailbox.isEmpty()) {
        mailbox.await(Math.min(left, TICK_NANOS));
      }
    }
    return null;
  }

  /** Handles what came, and asks for what is missing. */
  private void look() throws GridException {
    mailbox.handleAll();
    GridException failure = origin == null ? null : origin.failure();
    if (failure != null) {
      throw failure;
    }
    if (!lost && origin != null && origin.lost()) {
      lost = true;
      pulls.doubt();
    }
    pulls.check();
    if (facts.forgotten() || (origin == null && facts.gone())) {
      if (origin != null) {
        origin.close();
      }
      throw new GridException("job " + context.id() + " was forgotten; its results are gone");
    }
    arrangement.ask();
    pulls.tick();
    facts.tick();
    if (options.follow() && origin == null) {
      state.tick();
    }
  }

  private TaskResult count(TaskResult result) throws GridException {
    handedOut++;
    if (origin != null) {
      origin.ended(result.state(), context.clock());
      halting.look();
    }
    return result;
  }

  /** Whether nothing more will come. Called when there is nothing to hand out. */
  private boolean isOver() {
    long total = total();
    if (total >= 0 && handedOut + batches.dropped() >= total) {
      return true;
    }
    boolean waits = origin == null ? options.follow() && !state.isOver() : !lost;
    if (waits || !pulls.quiet() || !fetches.isQuiet()) {
      return false;
    }
    if (arrangement.isSettled()) {
      return true;
    }
    // What is there is here; from now on nobody waits for the rest.
    arrangement.settle();
    mailbox.ring();
    return false;
  }

  /**
   * Of items of a source that members drive not even stubs are kept: what has ended and did not
   * come was dropped.
   */
  private long droppedUnseen() throws GridException {
    Stage stage = context.options().stage();
    if (origin != null || stage == null || !stage.driven()) {
      return 0;
    }
    JobStatus status = new StatusQuery(context.grid(), context.clock()).of(context.id());
    return status.state().ended()
        ? Math.max(0, status.counts().done() - handedOut - batches.dropped())
        : 0;
  }

  private long total() {
    return origin == null ? facts.total() : origin.progress().total();
  }

  private void end() throws GridException {
    ended = true;
    unseen = droppedUnseen();
    if (origin != null) {
      pulls.tellDelivered();
    }
    pulls.close();
  }

  private void finished(OpenBatch batch) {
    deliveries.finished(batch);
    if (origin != null) {
      origin.finished(batch.key);
    }
  }

  @Override
  public void restarted(BatchKey key) {
    mailbox.post(() -> batches.restarted(key));
  }

  @Override
  public void changed() {
    mailbox.ring();
  }

  @Override
  public void delivered() {
    // Of a job without a reader, only who reads it to the end takes delivery; of a job with one,
    // others only look on.
    if (origin != null || (context.options().detached() && ended)) {
      deliveries.declare();
      if (ended) {
        pulls.tellDelivered();
      }
    }
  }

  @Override
  public long dropped() {
    return batches.dropped() + unseen;
  }

  @Override
  public boolean ended() {
    return ended;
  }

  @Override
  public void close() {
    closed = true;
    mailbox.ring();
  }

  // The terms of its pulls.

  @Override
  public boolean mayPull() {
    return arrangement.mayPull();
  }

  @Override
  public boolean withBytes() {
    return arrangement.withBytes();
  }

  @Override
  public boolean patient() {
    return options.follow() || origin != null;
  }

  @Override
  public long head() {
    long covered = arrangement.covered();
    if (covered < 0) {
      return 0;
    }
    if (origin != null) {
      return origin.firstBatchBehind(covered);
    }
    OpenBatch open = batches.directlyBehind(covered);
    return open == null ? 0 : open.key.first();
  }

  @Override
  public void received(UUID member, PullReply reply) {
    for (PullItem item : reply.items()) {
      OpenBatch open = batches.arrived(item);
      if (open != null) {
        arrangement.arrived(open);
      }
    }
  }
}
