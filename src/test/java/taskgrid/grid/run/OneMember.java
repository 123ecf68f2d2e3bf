package taskgrid.grid.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import taskgrid.grid.BatchKey;
import taskgrid.grid.Bundles;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.grid.Grid.TasksCancelled;
import taskgrid.grid.TestFunctions;
import taskgrid.grid.layout.Extent;
import taskgrid.grid.layout.RecordCursor;
import taskgrid.grid.layout.Segment;
import taskgrid.task.JobOptions;
import taskgrid.task.TaskNumbers;

/** All of a member that runs tasks, over a store in memory; no Hazelcast, no thread of its own. */
public final class OneMember implements SegmentWriter.Log {
  /** What a member can run that can run all. */
  static final Abilities ANYTHING = new Abilities(Map.of(), true);

  final FakeStore store = new FakeStore();
  final ManualTimer timer = new ManualTimer();
  final FakePeers peers = new FakePeers();
  final TestFunctions functions = new TestFunctions();
  final HeldClaims claims = new HeldClaims();
  final Permits permits = new Permits();
  final SegmentWriter writer = new SegmentWriter(store, this, timer);
  final Set<BatchKey> logs = ConcurrentHashMap.newKeySet();
  final Opener opener = new Opener(store, logs::contains, key -> false, this, writer);
  final Set<BatchKey> gated = ConcurrentHashMap.newKeySet();
  volatile Gate gate = (key, after) -> !gated.contains(key);
  final Map<String, JobContext> jobs = new ConcurrentHashMap<>();
  final FakeBoard board = new FakeBoard();
  final StartMarks marks = new StartMarks(board, claims, timer);
  public final Dispatcher dispatcher;
  final Room room = new Room(1 << 20, 4 << 20);
  public final Delivery delivery;

  /** It starts nothing any more. */
  volatile boolean leaving;

  /** What another member held may have no backup yet. */
  volatile boolean exposed;

  public OneMember() {
    this(ANYTHING);
  }

  OneMember(Abilities own) {
    Dispatcher.Tracking tracking = new Dispatcher.Tracking(claims, marks, permits);
    dispatcher = new Dispatcher(jobs::get, opener, new Door(), tracking, own);
    delivery = new Delivery(dispatcher.open(), writer, peers, timer, room);
  }

  private final class Door implements Gate {
    @Override
    public boolean mayStart(BatchKey key, long after) {
      return gate.mayStart(key, after);
    }

    @Override
    public boolean mayStartAny() {
      return !leaving;
    }

    @Override
    public boolean mayStartSuspects() {
      return !exposed;
    }
  }

  /** The job is known from here on. */
  JobContext job(String job) {
    return job(job, JobOptions.DEFAULT);
  }

  JobContext job(String job, JobOptions options) {
    JobContext context = new JobContext(facts(job, options, null), functions, Bundles.NONE);
    jobs.put(job, context);
    return context;
  }

  private static JobFacts facts(String job, JobOptions options, String cancelled) {
    return new JobFacts(job, options, 0, -1, 0, false, cancelled != null, cancelled, false, null);
  }

  void cancel(String job, String reason) {
    JobContext context = jobs.get(job);
    context.facts(facts(job, context.facts().options(), reason));
  }

  /** Nothing more of the job is started. */
  void halt(String job, String reason) {
    cancelled(job, true, reason, List.of());
  }

  void cancelTasks(String job, String tasks, String reason) {
    cancelled(job, false, null, List.of(new TasksCancelled(TaskNumbers.parse(tasks), reason)));
  }

  private void cancelled(String job, boolean gently, String reason, List<TasksCancelled> tasks) {
    JobContext context = jobs.get(job);
    JobOptions options = context.facts().options();
    context.facts(
        new JobFacts(
            job, options, 0, -1, 0, false, gently, reason, false, null, gently, tasks, -1, -1));
  }

  /** Its tasks are known to be so short that a slot claims many at once. */
  void tiny(String job) {
    jobs.get(job).ran(1_000_000, 1_000_000);
  }

  /** A batch is stored here. */
  BatchKey store(String job, long first, String... lines) {
    BatchKey key = Lines.key(job, first);
    store.batches.put(key, Lines.batch(first, lines));
    return key;
  }

  /** A batch is stored here and this member is told of it. */
  BatchKey offer(String job, long first, String... lines) {
    BatchKey key = store(job, first, lines);
    dispatcher.offered(key, new Extent(key.first() - 1, key.first(), lines.length, lines.length));
    return key;
  }

  @Override
  public void written(BatchKey key, byte[] segment) {
    logs.add(key);
  }

  @Override
  public void completed(OpenBatch batch) {
    dispatcher.forget(batch.key());
    store.remove(batch.key());
  }

  @Override
  public void foundEnded(BatchKey key) {
    store.remove(key);
  }

  /** What readers see of each line: its value, or what else became of it. */
  Map<Integer, String> results(BatchKey key) {
    Map<Integer, String> results = new TreeMap<>();
    for (byte[] segment : log(key)) {
      RecordCursor records = Segment.read(segment).records();
      while (records.next()) {
        if (records.isFinal()) {
          String kind = records.kind().toString().toLowerCase(java.util.Locale.ROOT);
          String text = new String(records.value(), UTF_8);
          results.putIfAbsent(records.line(), kind.equals("value") ? text : kind + ": " + text);
        }
      }
    }
    return results;
  }

  List<byte[]> log(BatchKey key) {
    return store.log(key);
  }

  static Map<Integer, String> all(String... results) {
    Map<Integer, String> all = new HashMap<>();
    for (int line = 0; line < results.length; line++) {
      all.put(line, results[line]);
    }
    return all;
  }
}
