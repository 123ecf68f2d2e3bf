package taskgrid.grid.client;

import com.hazelcast.core.HazelcastInstance;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.Grid;
import taskgrid.grid.Lines;
import taskgrid.grid.Look;
import taskgrid.grid.layout.ByteWriter;
import taskgrid.grid.wire.Attributes;
import taskgrid.grid.wire.BundleCodec;
import taskgrid.grid.wire.Call;
import taskgrid.grid.wire.Codec;
import taskgrid.grid.wire.FactKey;
import taskgrid.grid.wire.Facts;
import taskgrid.grid.wire.GridMaps;
import taskgrid.grid.wire.LookCodec;
import taskgrid.grid.wire.SegmentKey;
import taskgrid.task.JobOptions;
import taskgrid.task.MemberStatus;
import taskgrid.task.Shipped;
import taskgrid.task.TaskNumbers;

/** A grid over a Hazelcast instance, client or member. */
public final class InstanceGrid implements Grid {
  private final HazelcastInstance instance;
  private final Caller caller;
  private final Clock clock;
  private final GridMaps maps;
  private final FactStore facts;
  private final Routes routes;

  /** For the few calls that only exist as blocking ones. */
  private final ExecutorService blocking =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "taskgrid-facts");
            thread.setDaemon(true);
            return thread;
          });

  public InstanceGrid(HazelcastInstance instance, Caller caller, Clock clock) {
    this.instance = instance;
    this.caller = caller;
    this.clock = clock;
    this.maps = GridMaps.of(instance);
    this.facts = new FactStore(maps.jobs());
    this.routes = new Routes(instance);
  }

  @Override
  public List<GridMember> members() {
    return instance.getCluster().getMembers().stream()
        .map(Attributes::read)
        .filter(member -> member.slots() > 0)
        .toList();
  }

  @Override
  public long topologyVersion() {
    return routes.version();
  }

  @Override
  public @Nullable UUID ownerOf(int route) {
    return routes.ownerOf(route);
  }

  @Override
  public int routeTo(UUID member) {
    return routes.routeTo(member);
  }

  @Override
  public CompletionStage<@Nullable Void> storeBatch(BatchKey key, byte[] batch) {
    return maps.tasks().setAsync(key, batch);
  }

  @Override
  public CompletionStage<byte @Nullable []> batch(BatchKey key) {
    return maps.tasks().getAsync(key);
  }

  @Override
  public CompletionStage<byte @Nullable []> segment(BatchKey key, int n) {
    return maps.results().getAsync(new SegmentKey(key, n));
  }

  @Override
  public CompletionStage<Boolean> knows(BatchKey key) {
    return blocking(
        () ->
            maps.tasks().containsKey(key)
                || maps.results().containsKey(new SegmentKey(key, 0))
                || maps.results().containsKey(new SegmentKey(key, -1)));
  }

  @Override
  public CompletionStage<PullReply> pull(UUID member, PullRequest request) {
    return caller.call(member, Call.PULL, Codec.encode(request)).thenApply(Codec::pullReply);
  }

  @Override
  public CompletionStage<@Nullable Void> alive(UUID member, String job) {
    byte[] request = new ByteWriter().string(job).toByteArray();
    return caller.call(member, Call.ALIVE, request).thenApply(answer -> null);
  }

  @Override
  public CompletionStage<Progress> progress(UUID member, String job) {
    byte[] request = new ByteWriter().string(job).toByteArray();
    return caller.call(member, Call.PROGRESS, request).thenApply(Codec::progress);
  }

  @Override
  public CompletionStage<List<Lines>> lines(UUID member, String job) {
    byte[] request = new ByteWriter().string(job).toByteArray();
    return caller.call(member, Call.LINES, request).thenApply(Codec::lines);
  }

  @Override
  public CompletionStage<Look> look(UUID member, String job, long line) {
    byte[] request = LookCodec.request(job, line);
    return caller.call(member, Call.LOOK, request).thenApply(LookCodec::look);
  }

  @Override
  public CompletionStage<MemberStatus> memberStatus(UUID member) {
    return caller.call(member, Call.MEMBER, new byte[0]).thenApply(Codec::memberStatus);
  }

  @Override
  public CompletionStage<Long> sendPiece(
      UUID member, String job, Shipped bundle, long offset, byte[] piece) {
    byte[] request = BundleCodec.encode(new BundleCodec.Piece(job, bundle, offset, piece));
    return caller.call(member, Call.BUNDLE_WRITE, request).thenApply(BundleCodec::next);
  }

  @Override
  public CompletionStage<BundleState> needBundle(UUID member, String job, Shipped bundle) {
    byte[] request = BundleCodec.encode(new BundleCodec.Piece(job, bundle, 0, new byte[0]));
    return caller.call(member, Call.BUNDLE_NEED, request).thenApply(BundleCodec::state);
  }

  @Override
  public CompletionStage<@Nullable Void> drain(UUID member) {
    return caller.call(member, Call.DRAIN, new byte[0]).thenApply(begun -> null);
  }

  @Override
  public CompletionStage<@Nullable Void> createJob(String job, JobOptions options) {
    return write(job, FactKey.Kind.OPTIONS, Facts.options(options, clock.millis()));
  }

  @Override
  public CompletionStage<@Nullable Void> sealJob(
      String job, long totalTasks, long lastLine, boolean cutShort) {
    return write(job, FactKey.Kind.SEALED, Facts.sealed(totalTasks, lastLine, cutShort));
  }

  @Override
  public CompletionStage<@Nullable Void> leaveJob(String job, Left left) {
    return write(job, FactKey.Kind.LEFT, Facts.left(left));
  }

  @Override
  public CompletionStage<@Nullable Void> cancelJob(String job, @Nullable String reason) {
    return write(job, FactKey.Kind.CANCELLED, Facts.cancelled(reason));
  }

  @Override
  public CompletionStage<@Nullable Void> haltJob(String job, String reason) {
    return write(job, FactKey.Kind.HALTED, Facts.halted(reason));
  }

  @Override
  public CompletionStage<@Nullable Void> cancelTasks(String job, TasksCancelled tasks) {
    return CompletableFuture.runAsync(() -> facts.cancelTasks(job, tasks), blocking);
  }

  @Override
  public CompletionStage<@Nullable Void> forgetJob(String job) {
    return write(job, FactKey.Kind.FORGOTTEN, Facts.forgotten(clock.millis()));
  }

  @Override
  public CompletionStage<@Nullable Void> limitJob(String job, int number) {
    return CompletableFuture.runAsync(() -> facts.limit(job, number), blocking);
  }

  @Override
  public CompletionStage<@Nullable Void> scaleJob(String job, int number) {
    return CompletableFuture.runAsync(() -> facts.scale(job, number), blocking);
  }

  @Override
  public CompletionStage<@Nullable Void> retryTasks(String job, TaskNumbers tasks) {
    return CompletableFuture.runAsync(() -> facts.retry(job, tasks), blocking);
  }

  @Override
  public CompletionStage<List<TaskNumbers>> retriedTasks(String job) {
    return CompletableFuture.supplyAsync(() -> facts.retried(job), blocking);
  }

  @Override
  public CompletionStage<@Nullable Void> drainJob(String job) {
    return write(job, FactKey.Kind.DRAINED, Facts.drained());
  }

  private CompletionStage<@Nullable Void> write(String job, FactKey.Kind kind, byte[] fact) {
    return CompletableFuture.runAsync(() -> facts.write(job, kind, fact), blocking);
  }

  @Override
  public CompletionStage<@Nullable JobFacts> facts(String job) {
    return blocking(() -> facts.read(job));
  }

  @Override
  public CompletionStage<List<String>> jobs() {
    return blocking(facts::ids);
  }

  @Override
  public CompletionStage<HeldJobs> heldJobs(UUID member) {
    return caller.call(member, Call.JOBS, new byte[0]).thenApply(Codec::heldJobs);
  }

  private <T extends @Nullable Object> CompletionStage<T> blocking(Supplier<T> call) {
    return CompletableFuture.supplyAsync(call, blocking);
  }

  @Override
  public void close() {
    blocking.shutdownNow();
    instance.shutdown();
  }
}
