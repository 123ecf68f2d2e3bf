package taskgrid.grid;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.IndeterminateOperationStateException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import taskgrid.grid.layout.BatchBuilder;
import taskgrid.grid.layout.RecordCursor;
import taskgrid.grid.layout.Segment;
import taskgrid.grid.node.MockMember;
import taskgrid.grid.node.MockNetwork;
import taskgrid.job.Input;
import taskgrid.job.Job;
import taskgrid.job.Jobs;
import taskgrid.job.ResultOptions;
import taskgrid.job.ResultReader;
import taskgrid.job.StageJob;
import taskgrid.job.StagePlan;
import taskgrid.task.GridException;
import taskgrid.task.JobOptions;
import taskgrid.task.JobState;
import taskgrid.task.Source;
import taskgrid.task.TaskResult;

/**
 * A grid of members in this JVM for one test, and a submitter. After every test that has not
 * failed: nothing was lost, nothing was settled twice, nothing was left behind.
 */
public final class GridFixture implements AfterEachCallback {
  private static final int STORE_TRIES = 5;

  private final ShiftedClock clock = new ShiftedClock();
  private final MockNetwork network = new MockNetwork(clock);
  private final TestFunctions functions = new TestFunctions();
  private final Executions executions = new Executions();
  private final List<MockMember> members = new ArrayList<>();
  private final List<SubmittedJob> jobs = new ArrayList<>();

  /** A job, and the results that its own reader has had so far. */
  public final class SubmittedJob {
    private final Job job;
    private final ResultReader reader;
    private final Map<Long, TaskResult> results = new TreeMap<>();
    private boolean forgotten;

    private SubmittedJob(Job job) throws GridException {
      this(job, false);
    }

    private SubmittedJob(Job job, boolean inOrder) throws GridException {
      this.job = job;
      this.reader = job.results(new ResultOptions(inOrder, true, true));
    }

    public String id() {
      return job.id();
    }

    public Job job() {
      return job;
    }

    /** Reads so many results. */
    public void read(int count) throws Exception {
      for (int left = count; left > 0; left--) {
        assertThat(readOne()).as("a result of job " + id()).isTrue();
      }
    }

    private boolean readOne() throws Exception {
      TaskResult result = reader.poll(Duration.ofSeconds(Await.PATIENCE_SECONDS));
      if (result == null) {
        assertThat(reader.ended()).as("%s has no more results: %s", id(), look()).isTrue();
        return false;
      }
      assertThat(results.put(result.task(), result)).as("an earlier result of this task").isNull();
      reader.delivered();
      return true;
    }

    /** All results, by line; waits for the job's end. */
    public Map<Long, TaskResult> results() throws Exception {
      while (readOne()) {
        assertThat(results).hasSizeLessThan(1_000_000);
      }
      return results;
    }

    /** Every result in a word or two: its value, or its state and error. */
    public Map<Long, String> texts() throws Exception {
      Map<Long, String> texts = new TreeMap<>();
      results().forEach((line, result) -> texts.put(line, text(result)));
      return texts;
    }

    /** Its results are looked for no longer: their time in the grid may be over. */
    public void letGo() {
      forgotten = true;
    }

    public void forget() throws GridException {
      forgotten = true;
      job.forget();
    }
  }

  private static String text(TaskResult result) {
    return result.value() != null
        ? new String(result.value(), UTF_8)
        : result.state().word() + ": " + result.error();
  }

  public TestFunctions functions() {
    return functions;
  }

  public Executions executions() {
    return executions;
  }

  /** A function of the test's; every call of it is written down. */
  public GridFixture with(String name, TestFunctions.Body body) {
    functions.with(
        name,
        (input, context) -> {
          executions.note(context);
          return body.apply(input, context);
        });
    return this;
  }

  /** Starts members of two slots. */
  public GridFixture start(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      join(2);
    }
    return this;
  }

  /** Starts one member, and waits until it has its share of everything. */
  public MockMember join(int slots) throws Exception {
    MockMember member = network.start(slots, functions);
    members.add(member);
    settle();
    return member;
  }

  public List<MockMember> members() {
    return List.copyOf(members);
  }

  public MockMember member(int i) {
    return members.get(i);
  }

  /** The member with this address. */
  public MockMember member(String address) {
    return members.stream().filter(m -> m.address().equals(address)).findFirst().orElseThrow();
  }

  public void kill(MockMember member) {
    member.kill();
  }

  public void leave(MockMember member) throws InterruptedException {
    member.leave();
  }

  /** Cuts the network: members of one side and of the other see each other no more. */
  public void cut(List<MockMember> one, List<MockMember> other) throws Exception {
    network.cut(one, other);
    for (List<MockMember> side : List.of(one, other)) {
      Await.until(
          "a side of " + side.size() + " is by itself",
          () -> side.stream().allMatch(m -> m.members() == side.size() && m.settled()));
    }
  }

  /** The network is whole again, and so is the grid. */
  public void heal(List<MockMember> one, List<MockMember> other) throws Exception {
    network.heal(one, other);
    settle();
  }

  /** So much time passes on the members' clocks. */
  public void pass(Duration time) {
    clock.forward(time);
  }

  /** Every member clears up twice. */
  public void sweepTwice() {
    for (int i = 0; i < 2; i++) {
      alive().forEach(MockMember::sweep);
    }
  }

  private List<MockMember> alive() {
    return members.stream().filter(member -> !member.gone()).toList();
  }

  /** Waits until all members see each other and nothing moves. */
  public void settle() throws Exception {
    int count = alive().size();
    Await.until(
        "the grid of " + count + " has settled",
        () -> alive().stream().allMatch(member -> member.members() == count && member.settled()));
  }

  /** Submits at the first member that is still there. */
  public SubmittedJob submit(String... lines) throws GridException {
    return submit(JobOptions.DEFAULT, Arrays.asList(lines));
  }

  public SubmittedJob submit(JobOptions options, Iterable<String> lines) throws GridException {
    return submitAt(alive().get(0), options, lines);
  }

  /** Sends lines through stages, each of a function, at the first member that is still there. */
  public SubmittedJob submitStages(
      boolean inOrder, Iterable<String> lines, Map<String, JobOptions> stages)
      throws GridException {
    return submitStages(inOrder, lines, chain(stages));
  }

  /** Each reads the one before. */
  private static List<StageJob> chain(Map<String, JobOptions> stages) {
    List<StageJob> jobs = new ArrayList<>();
    stages.forEach(
        (name, options) ->
            jobs.add(
                new StageJob(
                    name, options, jobs.isEmpty() ? null : jobs.get(jobs.size() - 1).name())));
    return jobs;
  }

  /** The same with all that can be said of stages. */
  public SubmittedJob submitStages(boolean inOrder, Iterable<String> lines, List<StageJob> jobs)
      throws GridException {
    return submit(inOrder, lines, new StagePlan("test", jobs));
  }

  /** The same as another try of what failed in a pipeline. */
  public SubmittedJob submitAgain(
      String retried, Iterable<String> lines, Map<String, JobOptions> stages) throws GridException {
    return submit(false, lines, new StagePlan("test", retried, chain(stages)));
  }

  private SubmittedJob submit(boolean inOrder, Iterable<String> lines, StagePlan plan)
      throws GridException {
    Job last = jobs(alive().get(0).grid()).submit(List.of(Input.lines(lines)), plan);
    SubmittedJob job = new SubmittedJob(last, inOrder);
    this.jobs.add(job);
    return job;
  }

  /** The same with a source that members drive. */
  public SubmittedJob drive(Source source, Map<String, JobOptions> stages) throws GridException {
    return drive(source, chain(stages));
  }

  /** The same with all that can be said of stages. */
  public SubmittedJob drive(Source source, List<StageJob> stages) throws GridException {
    Job last = jobs(alive().get(0).grid()).drive(source, new StagePlan("test", stages));
    SubmittedJob job = new SubmittedJob(last, true);
    this.jobs.add(job);
    return job;
  }

  /** Runs what did not succeed in a job once more. */
  public SubmittedJob retry(String job) throws Exception {
    SubmittedJob again =
        new SubmittedJob(jobs().retry(job, false, find(job).options().withStage(null)));
    jobs.add(again);
    return again;
  }

  /** Submits at this member. */
  public SubmittedJob submitAt(MockMember via, JobOptions options, Iterable<String> lines)
      throws GridException {
    SubmittedJob job =
        new SubmittedJob(jobs(via.grid()).submit(List.of(Input.lines(lines)), options));
    jobs.add(job);
    return job;
  }

  /** Stores one batch at a member, as a submitter does, of a job that need not exist. */
  public BatchKey store(MockMember owner, String job, long first, String... lines)
      throws Exception {
    Grid via = alive().get(0).grid();
    return storeAgain(new BatchKey(job, 0, first, via.routeTo(owner.id())), lines);
  }

  /** Stores a batch under this key. */
  public BatchKey storeAgain(BatchKey key, String... lines) throws Exception {
    Grid via = alive().get(0).grid();
    long first = key.first();
    BatchBuilder batch = new BatchBuilder(first - 1, first);
    for (String line : lines) {
      byte[] bytes = line.getBytes(UTF_8);
      batch.add(bytes, 0, bytes.length, true);
    }
    for (int tries = 1; ; tries++) {
      try {
        via.storeBatch(key, batch.build()).toCompletableFuture().get();
        return key;
      } catch (ExecutionException e) {
        // While members have just met a backup may get lost: submitters store again, too.
        if (tries == STORE_TRIES
            || !(e.getCause() instanceof IndeterminateOperationStateException)) {
          throw e;
        }
      }
    }
  }

  /** A job exists from here on, without a submitter. */
  public void create(String job) throws Exception {
    create(job, JobOptions.DEFAULT);
  }

  public void create(String job, JobOptions options) throws Exception {
    alive().get(0).grid().createJob(job, options).toCompletableFuture().get();
  }

  /** Waits until no work is left, whichever members are there by then. */
  public void awaitNoWork() throws Exception {
    try {
      Await.until("no work is left", () -> !alive().isEmpty() && alive().get(0).hasNoWork());
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + look(), e);
    }
  }

  /** The job has so many tasks and no more. */
  public void seal(String job, long tasks, long lastLine) throws Exception {
    alive().get(0).grid().sealJob(job, tasks, lastLine, false).toCompletableFuture().get();
  }

  /** The results of a job that was not submitted here, or that was read before. */
  public Map<Long, String> readAgain(String job) throws Exception {
    Map<Long, String> texts = new TreeMap<>();
    resultsOf(job).forEach((line, result) -> texts.put(line, text(result)));
    return texts;
  }

  /** The same with all that is known of each. */
  public Map<Long, TaskResult> resultsOf(String job) throws Exception {
    Map<Long, TaskResult> results = new TreeMap<>();
    try (ResultReader again = jobs().find(job).results(new ResultOptions(true, true, true))) {
      for (TaskResult result = again.next(); result != null; result = again.next()) {
        results.put(result.task(), result);
      }
    }
    return results;
  }

  public JobState stateOf(String job) throws GridException {
    return jobs().find(job).status().state();
  }

  /** A job that was not submitted here. */
  /** A job that was submitted before, read from its beginning. */
  public SubmittedJob read(String job) throws GridException {
    return new SubmittedJob(find(job), true);
  }

  public Job find(String job) throws GridException {
    return jobs().find(job);
  }

  private Jobs jobs() {
    return jobs(alive().get(0).grid());
  }

  private Jobs jobs(Grid via) {
    return new Jobs(via, functions, Clock.systemUTC(), new Random(System.nanoTime()));
  }

  /** Waits until a batch has become a log; returns what every reader sees of it, by line. */
  public Map<Long, String> logOf(BatchKey key) throws Exception {
    MockMember any = alive().get(0);
    Await.until(key + " has ended", () -> !any.maps().tasks().containsKey(key));
    Map<Long, String> results = new TreeMap<>();
    for (byte[] segment : any.logs().getOrDefault(key, List.of())) {
      RecordCursor records = Segment.read(segment).records();
      while (records.next()) {
        if (records.isFinal()) {
          results.putIfAbsent(key.first() + records.line(), new String(records.value(), UTF_8));
        }
      }
    }
    return results;
  }

  /** The same line so many times, with its number behind it. */
  public static List<String> lines(int count, String function) {
    return IntStream.rangeClosed(1, count).mapToObj(line -> function + " " + line).toList();
  }

  /** What the members have and hold, for the message of a test that fails. */
  private String look() {
    StringBuilder look = new StringBuilder();
    for (MockMember member : alive()) {
      look.append('\n').append(member.address()).append(": ").append(member.look());
    }
    return look.toString();
  }

  /** What must hold after every test whose jobs have ended. */
  public void assertInvariants() throws Exception {
    if (alive().isEmpty()) {
      return;
    }
    MockMember any = alive().get(0);
    Await.until("no work is left", () -> any.maps().tasks().isEmpty());
    for (MockMember member : alive()) {
      Await.until("no claim is held at " + member.address(), () -> member.held().isEmpty());
      Await.until("no batch is open at " + member.address(), () -> member.openBatches().isEmpty());
    }
    Map<BatchKey, List<byte[]>> logs = any.logs();
    for (SubmittedJob job : jobs) {
      if (!job.forgotten) {
        assertOneResultOfEveryTask(job, logs);
      }
    }
  }

  private static void assertOneResultOfEveryTask(
      SubmittedJob job, Map<BatchKey, List<byte[]>> logs) {
    Map<Long, String> visible = new TreeMap<>();
    logs.forEach(
        (key, log) -> {
          if (key.job().equals(job.id())) {
            firstRecords(key, log)
                .forEach(
                    (line, kind) ->
                        assertThat(visible.put(line, kind)).as("another batch's result").isNull());
            assertThat(Segment.read(log.get(log.size() - 1)).complete())
                .as("the log of %s is complete", key)
                .isTrue();
          }
        });
    assertThat(visible.keySet())
        .as("lines of job %s with a result in the grid", job.id())
        .isEqualTo(job.results.keySet());
  }

  private static Map<Long, String> firstRecords(BatchKey key, List<byte[]> log) {
    Map<Long, String> first = new TreeMap<>();
    for (byte[] segment : log) {
      RecordCursor records = Segment.read(segment).records();
      while (records.next()) {
        if (records.isFinal()) {
          first.putIfAbsent(key.first() + records.line(), records.kind().toString());
        }
      }
    }
    return first;
  }

  @Override
  public void afterEach(ExtensionContext test) throws Exception {
    try {
      if (test.getExecutionException().isEmpty()) {
        assertInvariants();
      }
    } finally {
      jobs.forEach(job -> job.reader.close());
      jobs.forEach(job -> job.job.close());
      alive().forEach(MockMember::kill);
      network.close();
    }
  }
}
