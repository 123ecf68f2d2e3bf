package taskgrid.grid;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import taskgrid.grid.node.MockMember;
import taskgrid.task.Attempts;
import taskgrid.task.FailureKind;
import taskgrid.task.JobOptions;
import taskgrid.task.TaskResult;

/** Tasks that take their member down with them. */
class PoisonTest {
  private static final int MEMBERS = 4;
  private static final int TASKS = 600;
  private static final int BATCH = 20;
  private static final long POISON = 217;

  @RegisterExtension final GridFixture grid = new GridFixture();

  private final CountDownLatch poisonous = new CountDownLatch(1);
  private final AtomicInteger crashes = new AtomicInteger();

  /** The member that runs it is gone before it ends. */
  private void poison() {
    grid.with("work", (input, context) -> Work.of(input, 1));
    grid.with(
        "poison",
        (input, context) -> {
          crashes.incrementAndGet();
          Await.signal("all is stored", poisonous);
          new Thread(() -> grid.kill(grid.member(context.member()))).start();
          new CountDownLatch(1).await();
          return "never";
        });
  }

  /** A job without a submitter, for nobody knows which members stay; dealt to all of them. */
  private Map<Long, TaskResult> runWithCrashLimit(int limit) throws Exception {
    Attempts attempts = new Attempts(null, 0, null, limit);
    grid.create("p", JobOptions.DEFAULT.withAttempts(attempts));
    for (int first = 1; first <= TASKS; first += BATCH) {
      String[] lines = new String[BATCH];
      for (int line = 0; line < BATCH; line++) {
        lines[line] = first + line == POISON ? "poison" : "work " + (first + line);
      }
      grid.store(grid.member((first / BATCH) % MEMBERS), "p", first, lines);
    }
    grid.seal("p", TASKS, TASKS);
    poisonous.countDown();
    grid.awaitNoWork();
    return grid.resultsOf("p");
  }

  @Test
  void aPoisonTaskTakesTwoMembersAndAllOthersSucceed() throws Exception {
    grid.start(MEMBERS);
    poison();
    Map<Long, TaskResult> results = runWithCrashLimit(1);

    assertThat(crashes).hasValue(2);
    assertThat(results).hasSize(TASKS);
    TaskResult failed = results.remove(POISON);
    assertThat(failed.kind()).isEqualTo(FailureKind.CRASHED);
    assertThat(failed.error()).startsWith("takes its member down: 127.0.0.1:");
    assertThat(failed.attempts()).isEqualTo(2);
    assertThat(results.values())
        .allSatisfy(
            result -> assertThat(result.value()).asString(UTF_8).isEqualTo("" + result.task()));
    grid.settle();
  }

  @Test
  void allMembersHelpWithTheSuspectsOfOneEachWithOneAtATime() throws Exception {
    int held = 12;
    MockMember owner = grid.start(1).member(0);
    MockMember crashing = grid.join(held);
    String doomed = crashing.address();
    Semaphore never = new Semaphore(0);
    CountDownLatch crashed = new CountDownLatch(1);
    CountDownLatch together = new CountDownLatch(3);
    Set<String> suspects = ConcurrentHashMap.newKeySet();
    Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
    AtomicInteger most = new AtomicInteger();
    grid.with(
        "long",
        (input, context) -> {
          if (context.member().equals(doomed)) {
            suspects.add(input);
            // Else it would fail in time when its member is killed, and be no suspect.
            never.acquireUninterruptibly();
          }
          Await.signal("a member has crashed", crashed);
          if (suspects.contains(input)) {
            var here = running.computeIfAbsent(context.member(), m -> new AtomicInteger());
            most.accumulateAndGet(here.incrementAndGet(), Math::max);
            together.countDown();
            Await.signal("three members run a suspect each", together);
            here.decrementAndGet();
          }
          return input;
        });
    grid.create("s");
    grid.store(owner, "s", 1, GridFixture.lines(2 + held, "long").toArray(String[]::new));
    grid.seal("s", 2 + held, 2 + held);
    Await.until("it has its slots full", () -> suspects.size() == held);
    grid.join(2);
    grid.join(2);

    grid.kill(crashing);
    crashed.countDown();
    grid.awaitNoWork();

    never.release(held);
    assertThat(most).as("suspects that ran together on a member").hasValue(1);
    assertThat(running).hasSize(3);
    assertThat(grid.readAgain("s")).hasSize(2 + held);
    grid.settle();
  }

  @Test
  void aHigherLimitTakesMoreMembers() throws Exception {
    grid.start(MEMBERS);
    poison();
    Map<Long, TaskResult> results = runWithCrashLimit(2);

    assertThat(crashes).hasValue(3);
    assertThat(results).hasSize(TASKS);
    assertThat(results.get(POISON).attempts()).isEqualTo(3);
    grid.settle();
  }
}
