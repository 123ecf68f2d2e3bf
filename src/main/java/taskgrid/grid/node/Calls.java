package taskgrid.grid.node;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.Grid.Progress;
import taskgrid.grid.Grid.PullItem;
import taskgrid.grid.Grid.PullReply;
import taskgrid.grid.Grid.PullRequest;
import taskgrid.grid.layout.ByteReader;
import taskgrid.grid.log.JobLog;
import taskgrid.grid.log.LogIndex;
import taskgrid.grid.run.Dispatcher;
import taskgrid.grid.run.JobContext;
import taskgrid.grid.run.OpenBatch;
import taskgrid.grid.run.Room;
import taskgrid.grid.run.SegmentWriter;
import taskgrid.grid.run.Store;
import taskgrid.grid.wire.BundleCodec;
import taskgrid.grid.wire.Call;
import taskgrid.grid.wire.CallTarget;
import taskgrid.grid.wire.Codec;
import taskgrid.grid.wire.LookCodec;
import taskgrid.task.JobCounts;
import taskgrid.task.MemberStatus;

/** Answers what other members and submitters ask of this member. Never blocks the asking thread. */
final class Calls implements CallTarget {
  private static final int MAX_ITEMS = 4096;

  private static final UUID NOBODY = new UUID(0, 0);

  private final Parts parts;
  private final Clock clock;
  private final Executor blocking;
  private final Supplier<MemberStatus> status;
  private final BooleanSupplier leave;

  /**
   * The parts of a member that calls reach into.
   *
   * @param arriving room for large results of other members
   */
  record Parts(
      Ownership ownership,
      Dispatcher dispatcher,
      SegmentWriter writer,
      LogIndex index,
      Store store,
      JobContexts jobs,
      KnownJobs jobsHere,
      MemoryMark memory,
      Granting granting,
      Looking looking,
      Room arriving,
      BundleFetch fetch,
      Lending lending) {}

  /**
   * @param blocking runs what has to read the store
   * @param leave makes the member begin to leave; false if it cannot. Does not block
   */
  Calls(
      Parts parts,
      Clock clock,
      Executor blocking,
      Supplier<MemberStatus> status,
      BooleanSupplier leave) {
    this.parts = parts;
    this.clock = clock;
    this.blocking = blocking;
    this.status = status;
    this.leave = leave;
  }

  @Override
  public void answer(
      Call call, int partition, byte[] request, @Nullable UUID caller, Answer answer) {
    switch (call) {
      case DELIVER -> deliver(partition, request, answer);
      case HELD -> answer.done(held(caller, request));
      case GIVE_BACK -> {
        if (caller != null) {
          parts.granting.givenBack(caller, Recovery.ranges(request));
        }
        answer.done(new byte[0]);
      }
      case DRAIN -> {
        if (leave.getAsBoolean()) {
          answer.done(new byte[0]);
        } else {
          answer.failed(new IllegalStateException("this member cannot leave"));
        }
      }
      case PULL -> pull(Codec.pullRequest(request), answer);
      case PROGRESS -> answer.done(Codec.encode(progress(new ByteReader(request).text())));
      case ALIVE -> {
        parts.index.of(new ByteReader(request).text()).alive(clock.millis());
        answer.done(new byte[0]);
      }
      case REMAINS -> answer.done(remains(new ByteReader(request).text()).bytes());
      case LINES -> {
        String job = new ByteReader(request).text();
        KnownLines lines = new KnownLines(parts.dispatcher, parts.index, parts.store);
        blocking.execute(() -> answer(() -> Codec.encodeLines(lines.of(job)), answer));
      }
      case JOBS -> answer.done(Codec.encode(parts.jobsHere.all()));
      case MEMBER -> answer.done(Codec.encode(status.get()));
      case LOOK -> {
        ByteReader in = new ByteReader(request);
        answer.done(LookCodec.encode(parts.looking.at(in.text(), in.varint())));
      }
      case PERMITS -> {
        if (caller == null) {
          answer.failed(new IllegalArgumentException("only members hold permits"));
        } else {
          parts.lending.lend(caller, request, answer);
        }
      }
      case PERMITS_HELD -> answer.done(parts.lending.held(new ByteReader(request).text()));
      case BUNDLE_WRITE -> parts.fetch.write(request, answer);
      case BUNDLE_READ -> {
        ByteReader in = new ByteReader(request);
        parts.fetch.read(in.text(), in.varint(), (int) in.varint(), answer);
      }
      case BUNDLE_NEED -> answer.done(BundleCodec.encode(parts.fetch.need(request)));
      case CLAIM -> {
        if (caller == null) {
          answer.failed(new IllegalArgumentException("only members claim"));
        } else {
          parts.granting.claim(caller, Codec.claimRequest(request), answer);
        }
      }
    }
  }

  private static void answer(Supplier<byte[]> question, Answer answer) {
    try {
      answer.done(question.get());
    } catch (RuntimeException e) {
      // Whoever asks must hear of the failure, whatever it is.
      answer.failed(e);
    }
  }

  private byte[] held(@Nullable UUID caller, byte[] question) {
    var partitions = Recovery.partitions(question);
    return Recovery.answer(
        parts.dispatcher.heldFor(
            caller == null ? NOBODY : caller,
            key -> partitions.contains(parts.ownership.partitionOf(key))));
  }

  private void deliver(int partition, byte[] request, Answer answer) {
    ByteReader in = new ByteReader(request);
    BatchKey key = Codec.batchKey(in);
    byte[] chunk = in.bytes();
    if (parts.ownership.recovering(partition)) {
      answer.failed(new IllegalStateException("partition " + partition + " is being taken over"));
    } else if (!Room.isLarge(chunk)) {
      deliver(key, chunk, answer);
    } else if (parts.arriving.tryTake(chunk.length)) {
      deliver(key, chunk, new GivesBack(parts.arriving, chunk.length, answer));
    } else {
      // The runner keeps it, and asks again in a while.
      answer.failed(new IllegalStateException("no room for a result of " + chunk.length));
    }
  }

  /** An answer to a large delivery, which ends its stay on the way. */
  private record GivesBack(Room room, long bytes, Answer answer) implements Answer {
    @Override
    public void done(byte[] reply) {
      room.giveBack(bytes);
      answer.done(reply);
    }

    @Override
    public void failed(Throwable failure) {
      room.giveBack(bytes);
      answer.failed(failure);
    }
  }

  private void deliver(BatchKey key, byte[] chunk, Answer answer) {
    OpenBatch open = parts.dispatcher.open().get(key);
    if (open != null) {
      append(open, chunk, answer);
    } else {
      blocking.execute(() -> openAndAppend(key, chunk, answer));
    }
  }

  private void openAndAppend(BatchKey key, byte[] chunk, Answer answer) {
    try {
      OpenBatch open = parts.dispatcher.opened(key);
      if (open != null) {
        append(open, chunk, answer);
      } else if (parts.dispatcher.knows(key) || !parts.ownership.owns(key)) {
        answer.failed(new IllegalStateException(key + " cannot be opened here now"));
      } else {
        // No batch any more: its log is complete, and has the tasks of this chunk.
        answer.done(new byte[0]);
      }
    } catch (RuntimeException e) {
      // The asking member repeats its call; it must hear of the failure whatever it is.
      answer.failed(e);
    }
  }

  private void append(OpenBatch open, byte[] chunk, Answer answer) {
    OpenBatch.Appended appended =
        open.append(
            chunk,
            safe -> {
              if (safe) {
                answer.done(new byte[0]);
              } else {
                answer.failed(new IllegalStateException(open.key() + " has left this member"));
              }
            },
            System.nanoTime());
    switch (appended) {
      case TAKEN -> parts.writer.flush(open);
      case ALREADY_SAFE -> answer.done(new byte[0]);
      case GONE -> answer.failed(new IllegalStateException(open.key() + " has left this member"));
    }
  }

  private void pull(PullRequest request, Answer answer) {
    parts.memory.asked(request.job());
    JobLog log = parts.index.of(request.job());
    if (request.submitter()) {
      log.heard(
          request.deliveredBelow(), Arrays.stream(request.delivered()).boxed().toList(),
          request.head(), clock.millis());
    }
    log.used(clock.millis());
    if (!request.submitter() && request.deliveredBelow() > 1) {
      // Somebody has read a job without a reader to its end.
      log.allDelivered(clock.millis());
    }
    if (request.maxBytes() == PullRequest.TELLS_ONLY) {
      reply(request, new JobLog.Page(List.of(), request.cursor()), answer);
    } else {
      read(request, log, answer);
    }
  }

  private void read(PullRequest request, JobLog log, Answer answer) {
    long cursor = request.epoch() == parts.index.epoch() ? request.cursor() : 0;
    if (request.submitter()) {
      log.reads(request.withBytes() ? cursor : JobLog.NO_CURSOR);
    }
    JobLog.Page page = log.after(cursor, request.maxBytes(), MAX_ITEMS, request.submitter());
    if (page.arrivals().isEmpty() && request.maxWaitMillis() > 0) {
      long deadline = clock.millis() + Math.min(1000, request.maxWaitMillis());
      Runnable later =
          () ->
              reply(
                  request,
                  log.after(cursor, request.maxBytes(), MAX_ITEMS, request.submitter()),
                  answer);
      if (log.park(new JobLog.Parked(later, deadline), cursor)) {
        return;
      }
      page = log.after(cursor, request.maxBytes(), MAX_ITEMS, request.submitter());
    }
    reply(request, page, answer);
  }

  private void reply(PullRequest request, JobLog.Page page, Answer answer) {
    List<CompletableFuture<@Nullable PullItem>> items = new ArrayList<>(page.arrivals().size());
    for (JobLog.Arrival arrival : page.arrivals()) {
      items.add(item(arrival, request.withBytes()).toCompletableFuture());
    }
    CompletableFuture.allOf(items.toArray(CompletableFuture[]::new))
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                answer.failed(new IllegalStateException("segments are moving: " + failure));
              } else {
                answer.done(Codec.encode(reply(request.job(), page.cursor(), items)));
              }
            });
  }

  private PullReply reply(
      String job, long cursor, List<CompletableFuture<@Nullable PullItem>> items) {
    List<PullItem> present = new ArrayList<>(items.size());
    for (CompletableFuture<@Nullable PullItem> item : items) {
      PullItem ready = item.join();
      if (ready != null) {
        present.add(ready);
      }
    }
    JobContext context = parts.jobs.known(job);
    return new PullReply(
        parts.index.epoch(),
        cursor,
        parts.memory.credit(job),
        context == null ? 0 : context.nanosPerTask(),
        context != null && context.cancelled() != null,
        present);
  }

  /**
   * Null if the segment was dropped meanwhile: its stub has arrived behind it. A large one is not
   * copied into the answer: the reader fetches it from the map when it has room.
   */
  private CompletionStage<@Nullable PullItem> item(JobLog.Arrival arrival, boolean withBytes) {
    if (!withBytes || arrival.n() < 0 || arrival.size() >= Room.LARGE) {
      return CompletableFuture.completedFuture(item(arrival, null));
    }
    return parts
        .store
        .readSegment(arrival.key(), arrival.n())
        .thenApply(bytes -> bytes == null ? null : item(arrival, bytes));
  }

  private static PullItem item(JobLog.Arrival arrival, byte @Nullable [] bytes) {
    return new PullItem(
        arrival.key(),
        arrival.n(),
        arrival.after(),
        arrival.lines(),
        arrival.tasks(),
        arrival.complete(),
        arrival.size(),
        bytes);
  }

  private Remains remains(String job) {
    Dispatcher.Load load = parts.dispatcher.load(job);
    boolean busy = load.waiting() + load.running() > 0 || parts.ownership.recoversAny();
    JobLog log = parts.index.peek(job);
    if (log == null) {
      return new Remains(busy, Long.MAX_VALUE, 0);
    }
    JobLog.Rest rest = log.rest();
    long quiet = rest.lastUse() == 0 ? Long.MAX_VALUE : clock.millis() - rest.lastUse();
    return new Remains(busy || rest.readable(), Math.max(0, quiet), rest.tasks());
  }

  private Progress progress(String job) {
    boolean whole = parts.jobsHere.areAll();
    Dispatcher.Load load = parts.dispatcher.load(job);
    JobLog log = parts.index.peek(job);
    if (log == null) {
      JobCounts counts = new JobCounts(load.waiting(), load.running(), 0, 0, 0);
      return new Progress(
          whole && parts.jobsHere.areAll(), counts, load.lastLine(), -1, 0, List.of(), List.of());
    }
    JobLog.Summary logs = log.summary();
    JobCounts counts = logs.counts().plus(new JobCounts(load.waiting(), load.running(), 0, 0, 0));
    long silent = logs.submitterHeard() == 0 ? -1 : clock.millis() - logs.submitterHeard();
    return new Progress(
        whole && parts.jobsHere.areAll(),
        counts,
        Math.max(load.lastLine(), logs.lastLine()),
        silent,
        logs.lastResult(),
        logs.members(),
        logs.failures());
  }
}
