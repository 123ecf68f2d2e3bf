package taskgrid.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import taskgrid.grid.BatchKey;
import taskgrid.grid.Grid;
import taskgrid.grid.Lines;
import taskgrid.grid.Look;
import taskgrid.grid.layout.Batch;
import taskgrid.task.JobCounts;
import taskgrid.task.JobOptions;
import taskgrid.task.MemberStatus;
import taskgrid.task.Shipped;
import taskgrid.task.TaskNumbers;

/**
 * A grid in memory that does nothing by itself: a test lets it answer a question, run some tasks,
 * or suffer, one act at a time. With the same random numbers the same happens.
 */
final class FakeGrid implements Grid {
  private static final int ROUTES = 31;

  private final Random random;
  private final ManualClock clock;
  private final List<FakeMember> members = new ArrayList<>();
  private final FakeMember[] owners = new FakeMember[ROUTES];
  private final List<Runnable> questions = new ArrayList<>();
  private final List<ParkedPull> parked = new ArrayList<>();
  private final Map<String, JobFacts> facts = new LinkedHashMap<>();

  /** Everything the grid has of a batch, open or finished. */
  final TreeMap<Long, FakeLog> logs = new TreeMap<>();

  private long topology;
  private int nextRoute;
  private int epochs;
  private int numbers;

  /** How many answers of 100 fail, half of them after the deed. */
  int failing;

  /** So many times a job cannot be created. */
  int factsFail;

  /** Bytes that every member takes. */
  long credit = 1 << 20;

  /** What members say a task takes. */
  long taskNanos = 1_000_000;

  /** What members say of a job; the others say that they have nothing of it. */
  final Map<UUID, Progress> progress = new HashMap<>();

  /** What the first member says of these jobs, and the others nothing. */
  final Map<String, Progress> progressOfJobs = new ConcurrentHashMap<>();

  /** What a member says first, once each. */
  final Map<UUID, Deque<Progress>> earlierProgress = new HashMap<>();

  /** What members say that they have, pairs of a first and a last line. */
  final Map<UUID, List<Lines>> lines = new HashMap<>();

  /** Members that do not answer. */
  final List<UUID> silent = new ArrayList<>();

  private static final Progress NOTHING =
      new Progress(true, JobCounts.NONE, 0, -1, 0, List.of(), List.of());

  /** Bytes of all segments that were given away. */
  long bytesGiven;

  /** If positive, segments are said to be so large and come without their bytes. */
  int saysSize;

  /** How many segments were being fetched at the same time, at most. */
  int mostFetched;

  private int fetching;

  /** Every store, in order. */
  final List<FakeLog> stores = new ArrayList<>();

  final List<PullRequest> pulls = new ArrayList<>();

  /** Members that were told that the submitter lives, in order. */
  final List<UUID> beats = new ArrayList<>();

  final class FakeMember {
    final GridMember member;
    int epoch = ++epochs;
    final List<PullItem> index = new ArrayList<>();

    FakeMember(int number, int slots) {
      member =
          new GridMember(
              new UUID(0, number), "127.0.0.1:" + (5700 + number), slots, true, Map.of());
    }
  }

  private record ParkedPull(
      FakeMember member, PullRequest request, CompletableFuture<PullReply> answer) {}

  FakeGrid(Random random, ManualClock clock, int... slots) {
    this.random = random;
    this.clock = clock;
    for (int s : slots) {
      members.add(new FakeMember(++numbers, s));
    }
    reassign();
  }

  // What a test does.

  /**
   * Lets the grid do one thing: answer a question, or run tasks of a batch. False: nothing to do.
   */
  synchronized boolean act() {
    List<FakeLog> open = logs.values().stream().filter(log -> !log.isComplete()).toList();
    boolean canRun = !open.isEmpty();
    if (!questions.isEmpty() && (!canRun || random.nextBoolean())) {
      questions.remove(random.nextInt(questions.size())).run();
      return true;
    }
    if (canRun) {
      run(open.get(random.nextInt(open.size())));
      return true;
    }
    return !questions.isEmpty();
  }

  /** Answers every question that was asked, and those that this leads to. */
  synchronized void answerAll() {
    while (!questions.isEmpty()) {
      questions.remove(0).run();
    }
  }

  /** Runs some tasks of a batch and appends a segment to its log. */
  void run(FakeLog log) {
    FakeMember owner = owner(log.key);
    log.runSome(random, owner.member.address());
    tell(log.key.first());
  }

  /** The owner of a batch notices the newest segment of its log. */
  void tell(long first) {
    FakeLog log = logs.get(first);
    owner(log.key).index.add(log.item(log.segments() - 1, true));
    wake(owner(log.key));
  }

  synchronized void runToEnd() {
    for (FakeLog log : logs.values()) {
      while (!log.isComplete()) {
        run(log);
      }
    }
  }

  /** A member dies, and takes with it what {@code lost} says. */
  void kill(int number, int lost) {
    FakeMember dead = members.remove(number);
    reassign();
    List<Long> all = new ArrayList<>(logs.keySet());
    Collections.shuffle(all, random);
    all.stream().limit(lost).forEach(logs::remove);
    parked.stream().filter(p -> p.member == dead).toList().forEach(p -> fail(p.answer));
    parked.removeIf(p -> p.member == dead);
    // What it had is now elsewhere, from the beginning, and what was elsewhere may be shown again.
    members.forEach(this::rebuild);
  }

  void join(int slots) {
    members.add(new FakeMember(++numbers, slots));
    reassign();
    members.forEach(this::rebuild);
  }

  /** The log of a finished batch is dropped; a stub stays. */
  void drop(FakeLog log) {
    log.dropped = true;
    FakeMember owner = owner(log.key);
    owner.index.removeIf(item -> item.key().equals(log.key));
    owner.index.add(log.stub());
    wake(owner);
  }

  private void rebuild(FakeMember member) {
    member.epoch = ++epochs;
    member.index.clear();
    List<FakeLog> owned =
        new ArrayList<>(logs.values().stream().filter(log -> owner(log.key) == member).toList());
    Collections.shuffle(owned, random);
    for (FakeLog log : owned) {
      for (int n = 0; n < log.segments(); n++) {
        member.index.add(log.dropped ? log.stub() : log.item(n, true));
      }
    }
    wake(member);
  }

  private void reassign() {
    topology++;
    for (int i = 0; i < ROUTES && !members.isEmpty(); i++) {
      owners[i] = members.get(i % members.size());
    }
  }

  private FakeMember owner(BatchKey key) {
    return owners[key.route()];
  }

  private static void fail(CompletableFuture<?> answer) {
    answer.completeExceptionally(new IllegalStateException("no answer"));
  }

  /** Whether it does not wait for the test to say so. */
  boolean answersAtOnce;

  /** Asks a question that is answered when the test says so, or fails before or after the deed. */
  private <T> CompletableFuture<T> ask(Supplier<T> deed) {
    if (answersAtOnce) {
      return CompletableFuture.completedFuture(deed.get());
    }
    CompletableFuture<T> answer = new CompletableFuture<>();
    questions.add(
        () -> {
          int luck = random.nextInt(200);
          if (luck < failing) {
            fail(answer);
            return;
          }
          T value = deed.get();
          if (luck < 2 * failing) {
            fail(answer);
          } else {
            answer.complete(value);
          }
        });
    return answer;
  }

  // What the product asks.

  @Override
  public synchronized List<GridMember> members() {
    return members.stream().map(m -> m.member).toList();
  }

  @Override
  public synchronized long topologyVersion() {
    return topology;
  }

  @Override
  public synchronized UUID ownerOf(int route) {
    return members.isEmpty() ? null : owners[route].member.id();
  }

  @Override
  public synchronized int routeTo(UUID member) {
    for (int i = 0; i < ROUTES; i++) {
      nextRoute = (nextRoute + 1) % ROUTES;
      if (member.equals(ownerOf(nextRoute))) {
        return nextRoute;
      }
    }
    return -1;
  }

  @Override
  public synchronized CompletionStage<Void> storeBatch(BatchKey key, byte[] batch) {
    return ask(
        () -> {
          FakeLog log = logs.get(key.first());
          if (log == null) {
            log = new FakeLog(key, Batch.read(batch));
            logs.put(key.first(), log);
            stores.add(log);
          } else if (!java.util.Arrays.equals(log.batch.bytes(), batch) || !log.key.equals(key)) {
            throw new AssertionError("other bytes or another route under " + key);
          }
          return null;
        });
  }

  @Override
  public synchronized CompletionStage<byte[]> batch(BatchKey key) {
    return ask(
        () -> {
          FakeLog log = logs.get(key.first());
          return log == null || log.isComplete() ? null : log.batch.bytes();
        });
  }

  @Override
  public synchronized CompletionStage<byte[]> segment(BatchKey key, int n) {
    mostFetched = Math.max(mostFetched, ++fetching);
    return ask(
        () -> {
          fetching--;
          FakeLog log = logs.get(key.first());
          if (log == null || log.dropped || n >= log.segments()) {
            return null;
          }
          bytesGiven += log.segment(n).length;
          return log.segment(n);
        });
  }

  @Override
  public synchronized CompletionStage<Boolean> knows(BatchKey key) {
    return ask(() -> logs.containsKey(key.first()));
  }

  @Override
  public synchronized CompletionStage<PullReply> pull(UUID id, PullRequest request) {
    CompletableFuture<PullReply> answer = new CompletableFuture<>();
    pulls.add(request);
    questions.add(
        () -> {
          FakeMember member =
              members.stream().filter(m -> m.member.id().equals(id)).findFirst().orElse(null);
          if (member == null || random.nextInt(100) < failing) {
            fail(answer);
          } else {
            parked.add(new ParkedPull(member, request, answer));
            if (request.maxWaitMillis() == 0) {
              wake(member);
            } else {
              // It waits for news, or for the end of its patience.
              questions.add(() -> wake(member));
              if (hasNews(member, request)) {
                wake(member);
              }
            }
          }
        });
    return answer;
  }

  private static boolean hasNews(FakeMember member, PullRequest request) {
    return request.epoch() != member.epoch || request.cursor() < member.index.size();
  }

  private void wake(FakeMember member) {
    List<ParkedPull> waiting = parked.stream().filter(p -> p.member == member).toList();
    parked.removeAll(waiting);
    for (ParkedPull pull : waiting) {
      pull.answer.complete(reply(member, pull.request));
    }
  }

  private PullReply reply(FakeMember member, PullRequest request) {
    int from = request.epoch() == member.epoch ? (int) request.cursor() : 0;
    int most = failing == 0 ? Integer.MAX_VALUE : 1 + random.nextInt(5);
    List<PullItem> items = new ArrayList<>();
    int at = from;
    long bytes = 0;
    for (; at < member.index.size() && items.size() < most && bytes < request.maxBytes(); at++) {
      PullItem item = member.index.get(at);
      bytes += item.size();
      bytesGiven += request.withBytes() ? item.size() : 0;
      boolean bytesToo = request.withBytes() && saysSize == 0;
      items.add(bytesToo ? item : FakeLog.header(item, Math.max(saysSize, item.size())));
    }
    if (failing > 0) {
      Collections.shuffle(items, random);
    }
    JobFacts f = facts.get(request.job());
    return new PullReply(
        member.epoch, at, credit, taskNanos, f != null && f.cancelled(), List.copyOf(items));
  }

  @Override
  public CompletionStage<List<Lines>> lines(UUID member, String job) {
    return CompletableFuture.completedFuture(lines.getOrDefault(member, List.of()));
  }

  @Override
  public synchronized CompletionStage<Progress> progress(UUID member, String job) {
    if (silent.contains(member)) {
      return CompletableFuture.failedFuture(new IllegalStateException("no answer"));
    }
    Progress ofJob = progressOfJobs.get(job);
    if (ofJob != null) {
      boolean isFirst = member.equals(members().get(0).id());
      return CompletableFuture.completedFuture(isFirst ? ofJob : NOTHING);
    }
    Deque<Progress> earlier = earlierProgress.getOrDefault(member, new ArrayDeque<>());
    return CompletableFuture.completedFuture(
        earlier.isEmpty() ? progress.getOrDefault(member, NOTHING) : earlier.remove());
  }

  /** What members see; the others say that they see nothing. */
  final Map<UUID, Look> looks = new HashMap<>();

  static final Look SEES_NOTHING =
      new Look(2, null, false, List.of(), 0, 0, null, null, Look.Line.UNKNOWN);

  @Override
  public synchronized CompletionStage<Look> look(UUID member, String job, long line) {
    if (silent.contains(member)) {
      return CompletableFuture.failedFuture(new IllegalStateException("no answer"));
    }
    return CompletableFuture.completedFuture(looks.getOrDefault(member, SEES_NOTHING));
  }

  @Override
  public CompletionStage<Long> sendPiece(
      UUID member, String job, Shipped bundle, long offset, byte[] piece) {
    return CompletableFuture.failedFuture(new IllegalStateException("nobody takes files here"));
  }

  @Override
  public CompletionStage<BundleState> needBundle(UUID member, String job, Shipped bundle) {
    return CompletableFuture.completedFuture(new BundleState(false, null));
  }

  @Override
  public synchronized CompletionStage<Void> drain(UUID member) {
    if (silent.contains(member)) {
      return CompletableFuture.failedFuture(new IllegalStateException("this member cannot leave"));
    }
    members.removeIf(m -> m.member.id().equals(member));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized CompletionStage<MemberStatus> memberStatus(UUID member) {
    if (silent.contains(member)) {
      return CompletableFuture.failedFuture(new IllegalStateException("no answer"));
    }
    return CompletableFuture.completedFuture(
        new MemberStatus(member.toString(), Map.of(), 1, 0, 0, 0, 0, "1"));
  }

  @Override
  public synchronized CompletionStage<Void> createJob(String job, JobOptions options) {
    if (factsFail > 0) {
      factsFail--;
      return CompletableFuture.failedFuture(new IllegalStateException("backup acks missed"));
    }
    facts.putIfAbsent(job, facts(job, options, clock.millis()));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized CompletionStage<Void> sealJob(
      String job, long total, long lastLine, boolean cutShort) {
    return ask(
        () -> {
          JobFacts f = facts.get(job);
          facts.put(
              job,
              new JobFacts(
                  job,
                  f.options(),
                  f.submittedMillis(),
                  total,
                  lastLine,
                  cutShort,
                  f.cancelled(),
                  f.reason(),
                  f.forgotten(),
                  f.left()));
          return null;
        });
  }

  @Override
  public synchronized CompletionStage<Void> leaveJob(String job, Left left) {
    return ask(
        () -> {
          JobFacts f = facts.get(job);
          facts.put(
              job,
              new JobFacts(
                  job,
                  f.options(),
                  f.submittedMillis(),
                  f.total(),
                  f.lastLine(),
                  f.cutShort(),
                  f.cancelled(),
                  f.reason(),
                  f.forgotten(),
                  left));
          return null;
        });
  }

  @Override
  public synchronized CompletionStage<Void> alive(UUID member, String job) {
    beats.add(member);
    return CompletableFuture.completedFuture(null);
  }

  private static JobFacts facts(String job, JobOptions options, long millis) {
    return new JobFacts(job, options, millis, -1, 0, false, false, null, false, null);
  }

  @Override
  public synchronized CompletionStage<Void> cancelJob(String job, String reason) {
    JobFacts f = facts.get(job);
    facts.put(
        job,
        new JobFacts(
            job,
            f.options(),
            f.submittedMillis(),
            f.total(),
            f.lastLine(),
            f.cutShort(),
            true,
            reason,
            f.forgotten(),
            f.left()));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized CompletionStage<Void> haltJob(String job, String reason) {
    JobFacts f = facts.get(job);
    facts.put(job, changed(f, true, reason, true, f.tasksCancelled()));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized CompletionStage<Void> cancelTasks(String job, TasksCancelled tasks) {
    JobFacts f = facts.get(job);
    List<TasksCancelled> all = new ArrayList<>(f.tasksCancelled());
    all.add(tasks);
    facts.put(job, changed(f, f.cancelled(), f.reason(), f.gently(), all));
    return CompletableFuture.completedFuture(null);
  }

  private static JobFacts changed(
      JobFacts f, boolean cancelled, String reason, boolean gently, List<TasksCancelled> tasks) {
    return new JobFacts(
        f.job(),
        f.options(),
        f.submittedMillis(),
        f.total(),
        f.lastLine(),
        f.cutShort(),
        cancelled,
        reason,
        f.forgotten(),
        f.left(),
        gently,
        tasks,
        -1,
        -1);
  }

  @Override
  public CompletionStage<Void> scaleJob(String job, int number) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> retryTasks(String job, TaskNumbers tasks) {
    throw new UnsupportedOperationException("no pipelines in this grid");
  }

  @Override
  public CompletionStage<List<TaskNumbers>> retriedTasks(String job) {
    throw new UnsupportedOperationException("no pipelines in this grid");
  }

  @Override
  public CompletionStage<Void> drainJob(String job) {
    throw new UnsupportedOperationException("no sources in this grid");
  }

  @Override
  public CompletionStage<Void> limitJob(String job, int number) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized CompletionStage<Void> forgetJob(String job) {
    facts.remove(job);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized CompletionStage<JobFacts> facts(String job) {
    return CompletableFuture.completedFuture(facts.get(job));
  }

  @Override
  public synchronized CompletionStage<List<String>> jobs() {
    return CompletableFuture.completedFuture(List.copyOf(facts.keySet()));
  }

  /** What members say of the jobs that they have; then the last answer again. */
  final Deque<HeldJobs> held = new ArrayDeque<>(List.of(new HeldJobs(true, List.of())));

  /** Runs whenever members are asked for their jobs. */
  Runnable whenAskedForJobs = () -> {};

  @Override
  public CompletionStage<HeldJobs> heldJobs(UUID member) {
    whenAskedForJobs.run();
    HeldJobs answer = held.size() > 1 ? held.remove() : held.element();
    return CompletableFuture.completedFuture(answer);
  }

  @Override
  public void close() {}

  /** The value of a line's task. */
  static byte[] value(byte[] line) {
    return ("value of " + new String(line, UTF_8)).getBytes(UTF_8);
  }

  Map<UUID, Integer> unfinishedByMember() {
    Map<UUID, Integer> counts = new HashMap<>();
    for (FakeLog log : logs.values()) {
      if (!log.isComplete()) {
        counts.merge(ownerOf(log.key.route()), 1, Integer::sum);
      }
    }
    return counts;
  }
}
