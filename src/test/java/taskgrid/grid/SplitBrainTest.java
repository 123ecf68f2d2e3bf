package taskgrid.grid;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import taskgrid.function.TaskContext;
import taskgrid.grid.GridFixture.SubmittedJob;
import taskgrid.grid.node.MockMember;
import taskgrid.task.Attempts;
import taskgrid.task.JobOptions;
import taskgrid.task.JobState;

/** The network is cut in two, both sides work on, and it heals. */
@Timeout(120)
@Execution(CONCURRENT)
class SplitBrainTest {
  private static final int TASKS = 2000;

  /** A split looks like a crash: with a crash limit, what ran on the other side is run alone. */
  private static final JobOptions UNCOUNTED =
      JobOptions.DEFAULT.withAttempts(new Attempts(null, 0, null, 0));

  @RegisterExtension final GridFixture grid = new GridFixture();

  /** How many tasks may end at each member. */
  private final Map<String, Semaphore> gates = new ConcurrentHashMap<>();

  private Semaphore gate(String member) {
    return gates.computeIfAbsent(member, name -> new Semaphore(0));
  }

  /** A function that waits at its member's gate; it answers who ran it. */
  private void withGates() {
    grid.with("gated", this::gated);
  }

  private String gated(String input, TaskContext context) throws Exception {
    gate(context.member()).acquire();
    return context.member();
  }

  private void open(MockMember member, int tasks) {
    gate(member.address()).release(tasks);
  }

  private void openAll(int tasks) {
    grid.members().forEach(member -> open(member, tasks));
  }

  @Test
  void everyTaskOfEveryJobHasOneVisibleResult() throws Exception {
    grid.start(3);
    List<MockMember> larger = List.of(grid.member(0), grid.member(1));
    List<MockMember> smaller = List.of(grid.member(2));
    grid.with("work", (input, context) -> Work.of(input, 2));
    SubmittedJob one = submit(larger.get(0));
    SubmittedJob other = submit(smaller.get(0));
    one.read(TASKS / 10);
    other.read(TASKS / 10);

    grid.cut(larger, smaller);
    one.read(TASKS / 4);
    other.read(TASKS / 4);
    grid.heal(larger, smaller);

    for (SubmittedJob job : List.of(one, other)) {
      assertThat(job.texts()).hasSize(TASKS);
      assertThat(job.texts()).allSatisfy((line, text) -> assertThat(text).isEqualTo("" + line));
    }
    grid.assertInvariants();
    for (SubmittedJob job : List.of(one, other)) {
      assertThat(grid.readAgain(job.id())).isEqualTo(job.texts());
    }
  }

  private SubmittedJob submit(MockMember via) throws Exception {
    return grid.submitAt(via, JobOptions.DEFAULT, GridFixture.lines(TASKS, "work"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aLogThatBothSidesHaveWrittenToIsCompleteOnlyWhenEveryTaskIsInIt(int ahead) throws Exception {
    grid.start(2);
    withGates();
    MockMember fast = grid.member(ahead);
    MockMember slow = grid.member(1 - ahead);
    BatchKey key = store(fast, 6);
    grid.cut(List.of(fast), List.of(slow));
    endOneByOne(slow, key, 1);
    endOneByOne(fast, key, 6);

    grid.heal(List.of(fast), List.of(slow));
    openAll(6);

    Map<Long, String> log = grid.logOf(key);
    assertThat(log).containsOnlyKeys(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(grid.readAgain("job")).isEqualTo(log);
    assertThat(grid.stateOf("job")).isEqualTo(JobState.SUCCEEDED);
    grid.assertInvariants();
  }

  private BatchKey store(MockMember owner, int tasks) throws Exception {
    grid.create("job", UNCOUNTED);
    String[] lines = IntStream.rangeClosed(1, tasks).mapToObj(i -> "gated").toArray(String[]::new);
    BatchKey key = grid.store(owner, "job", 1, lines);
    grid.seal("job", tasks, tasks);
    return key;
  }

  /** Each in a segment of its own. */
  private void endOneByOne(MockMember member, BatchKey key, int tasks) throws Exception {
    for (int task = 1; task <= tasks; task++) {
      open(member, 1);
      int expected = task;
      Await.until(
          "segment " + expected + " at " + member.address(),
          () -> member.logs().getOrDefault(key, List.of()).size() == expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void whatTheOtherSideHasEndedIsNotRunAgain(int done) throws Exception {
    grid.start(2);
    withGates();
    MockMember worker = grid.member(done);
    MockMember idle = grid.member(1 - done);
    int tasks = 8;
    BatchKey key = store(worker, tasks);
    grid.cut(List.of(worker), List.of(idle));
    open(worker, tasks);
    Await.until("all ended on one side", () -> worker.maps().tasks().isEmpty());
    Await.until("two run on the other", () -> ranBy(idle).size() == 2);

    grid.heal(List.of(worker), List.of(idle));

    Await.until("no batch has come back", () -> worker.maps().tasks().isEmpty());
    assertThat(ranBy(idle)).hasSize(2);
    openAll(tasks);
    assertThat(grid.logOf(key)).hasSize(tasks).containsValue(worker.address());
    assertThat(grid.logOf(key).values()).containsOnly(worker.address());
    assertThat(grid.stateOf("job")).isEqualTo(JobState.SUCCEEDED);
    grid.assertInvariants();
  }

  private Set<Long> ranBy(MockMember member) {
    return grid.executions().all().stream()
        .filter(execution -> execution.member().equals(member.address()))
        .map(Executions.Execution::task)
        .collect(toSet());
  }

  @Test
  void nothingLooksLostWhenTheNetworkHasHealed() throws Exception {
    grid.start(4);
    withGates();
    List<MockMember> one = List.of(grid.member(0), grid.member(1));
    List<MockMember> other = List.of(grid.member(2), grid.member(3));
    int batches = 40;
    grid.create("job", UNCOUNTED);
    for (int i = 0; i < batches; i++) {
      grid.store(grid.member(i % 4), "job", 5 * i + 1, "gated", "gated", "gated", "gated", "gated");
    }
    grid.seal("job", 5 * batches, 5 * batches);
    grid.cut(one, other);
    open(grid.member(0), 50);
    open(grid.member(2), 50);
    grid.heal(one, other);

    Await.until("all is there again", () -> grid.stateOf("job") == JobState.RUNNING);
    openAll(5 * batches);
    Await.until("all have ended", () -> grid.stateOf("job") == JobState.SUCCEEDED);
    assertThat(grid.readAgain("job")).hasSize(5 * batches);
    grid.assertInvariants();
  }

  @Test
  void aJobThatIsCancelledOnTheSmallerSideStaysCancelled() throws Exception {
    grid.start(3);
    List<MockMember> larger = List.of(grid.member(0), grid.member(1));
    MockMember smaller = grid.member(2);
    grid.with("long", (input, context) -> Work.of(input, Duration.ofMinutes(10).toMillis()));
    grid.create("job", UNCOUNTED);
    for (int i = 0; i < 9; i++) {
      grid.store(grid.member(i % 3), "job", i + 1, "long " + i);
    }
    grid.seal("job", 9, 9);

    grid.cut(larger, List.of(smaller));
    smaller.grid().cancelJob("job", "not wanted").toCompletableFuture().get();
    Await.until("nothing is left there", () -> smaller.maps().tasks().isEmpty());
    grid.heal(larger, List.of(smaller));

    Await.until("all has ended", () -> smaller.maps().tasks().isEmpty());
    assertThat(grid.stateOf("job")).isEqualTo(JobState.CANCELLED);
    assertThat(grid.readAgain("job"))
        .hasSize(9)
        .allSatisfy((line, text) -> assertThat(text).isEqualTo("cancelled: not wanted"));
    grid.assertInvariants();
  }
}
