package taskgrid.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import taskgrid.real.inside.Question;

/**
 * Members are restarted, stopped and added in the middle of a job, and a submitter is stopped. Each
 * test has a grid of its own and mostly waits, so they run side by side.
 */
@Timeout(900)
@Execution(CONCURRENT)
class ComingAndGoingIT {
  private static final Duration LONG = Duration.ofSeconds(150);

  /** The members' limit for silence is 15 s. */
  private static final Duration SILENCE =
      Duration.ofSeconds(Integer.getInteger("taskgrid.it.silence", 20));

  @Test
  void allMembersAreRestartedOneAfterTheOtherAndNothingRunsTwice() throws Exception {
    try (RealGrid grid = RealGrid.empty(3)) {
      Observation observation = Observation.of(grid);
      List<Life> lives = start(grid, observation, 3, "--slots", "3");
      List<Life> all = new ArrayList<>(lives);
      Fed job = Fed.start(grid.launchSubmit("-"), i -> "sleep " + i % 5 * 100 + "ms " + i);
      Patience.until("results", () -> job.results() > 30);

      for (int place = 0; place < 3; place++) {
        RealMember old = lives.get(place).member();
        old.terminate();
        old.process().ended().exits(0);
        RealMember again = grid.launchAt(place, "--slots", "3");
        again.awaitReady();
        lives.set(place, new Life(again));
        all.add(lives.get(place));
        observation.awaitSafe(members(lives));
      }

      long count = job.end();
      Ran ran = job.submit().ended(LONG).exits(0);
      Executions executions = new Executions(observation, all);
      Figures.say(
          "three members restarted in %.1f s: %d tasks, %d executions, %d failed",
          ran.summary().seconds(), count, executions.all(), ran.summary().failed());
      assertThat(executions.repeated()).isEmpty();
      assertThat(executions.all()).isEqualTo(count);
      assertEachOnce(ran, count);
    }
  }

  @Test
  void aMemberThatWasStoppedForLongComesBackAndNothingIsLostOrPrintedTwice() throws Exception {
    try (RealGrid grid = RealGrid.empty(3)) {
      Observation observation = Observation.of(grid);
      List<Life> lives = start(grid, observation, 3, "--slots", "3");
      Fed job = Fed.start(grid.launchSubmit("-"), i -> "sleep 300ms " + i);
      Patience.until("results", () -> job.results() > 30);

      lives.get(1).stop(() -> Patience.pass(SILENCE), () -> observation.awaitSafe(members(lives)));

      long count = job.end();
      Ran ran = job.submit().ended(LONG).exits(0);
      List<Executions.Repeated> repeated = new Executions(observation, lives).repeated();
      Figures.say(
          "a member was stopped for %d s: %d tasks in %.1f s, %d ran again",
          SILENCE.toSeconds(), count, ran.summary().seconds(), repeated.size());
      assertThat(repeated).allMatch(Executions.Repeated::isAllowed);
      assertEachOnce(ran, count);
    }
  }

  @Test
  void aMemberThatJoinsTakesItsShareOfWhatWasDealtBefore() throws Exception {
    int count = 40;
    try (RealGrid grid = RealGrid.empty(2)) {
      Observation observation = Observation.of(grid);
      List<Life> lives = new ArrayList<>(start(grid, observation, 1, "--slots", "1"));
      Path output = grid.temp().resolve("output.txt");
      Path tasks = grid.file("tasks.txt", numbered("sleep 1s ", count).stream());
      Launched submit = submit(grid, output, tasks);
      awaitBytes(output, 1);
      long began = System.nanoTime() - Duration.ofSeconds(1).toNanos();
      RealMember second = grid.launchAt(1, "--slots", "1");
      second.awaitReady();
      double joined = (System.nanoTime() - began) / 1e9;
      lives.add(new Life(second));

      double seconds = submit.ended(LONG).exits(0).summary().seconds();

      double ideal = joined + (count - joined) / 2;
      Figures.say(
          "%d tasks of 1 s, a second member after %.1f s: %.1f s, %.0f %% of one member's time"
              + " (goal 60), ideal %.1f s",
          count, joined, seconds, 100 * seconds / count, ideal);
      assertThat(seconds).isLessThan(ideal + 3);
      assertThat(new Executions(observation, lives).repeated()).isEmpty();
    }
  }

  @Test
  void aSubmitterThatIsStoppedHoldsUpNobodyElse() throws Exception {
    int count = Integer.getInteger("taskgrid.it.stopped.lines", 1_000_000);
    Duration stopped = Duration.ofSeconds(Integer.getInteger("taskgrid.it.stopped", 12));
    try (RealGrid grid = RealGrid.empty(2)) {
      Observation observation = Observation.of(grid);
      List<Life> lives = start(grid, observation, 2, "--slots", "2", "--memory", "256m");
      Path output = grid.temp().resolve("output.txt");
      Launched slow = submit(grid, output, grid.numbered("double ", count));
      awaitBytes(output, count / 4);

      slow.signal("STOP");
      long began = System.nanoTime();
      long most = 0;
      double second = 0;
      do {
        Path tasks = grid.file("second.txt", numbered("double ", 20_000).stream());
        second = Math.max(second, grid.submit(tasks.toString()).exits(0).summary().seconds());
        for (Life life : lives) {
          most = Math.max(most, observation.ask(life.member(), Question.LIVE_HEAP));
        }
      } while (System.nanoTime() - began < stopped.toNanos());
      assertThat(Files.size(output)).as("the job is not done").isLessThan(6L * count);
      slow.signal("CONT");

      SummaryLine summary = slow.ended(LONG.plusSeconds(count / 30_000)).exits(0).summary();
      Figures.say(
          "a submitter of %d lines stopped for %d s: heap at most %d MiB, another's 20000 lines in"
              + " at most %.2f s; %.1f s in all",
          count, stopped.toSeconds(), most >> 20, second, summary.seconds());
      assertThat(summary.succeeded()).isEqualTo(count);
      assertThat(new EachNumberOnce(count).read(output, value -> value / 2)).isEmpty();
      assertThat(most).isLessThan(200L << 20);
      assertThat(second).isLessThan(10);
    }
  }

  private static List<Life> start(
      RealGrid grid, Observation observation, int count, String... options) throws Exception {
    grid.launch(count, options);
    grid.awaitFormed();
    List<Life> lives =
        new ArrayList<>(IntStream.range(0, count).mapToObj(i -> new Life(grid.member(i))).toList());
    observation.awaitSafe(members(lives));
    return lives;
  }

  private static void assertEachOnce(Ran ran, long count) {
    assertThat(ran.lines().stream().map(Long::valueOf))
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, count).boxed().toList());
  }

  private static List<RealMember> members(List<Life> lives) {
    return lives.stream().map(Life::member).toList();
  }

  private static Launched submit(RealGrid grid, Path output, Path tasks) throws Exception {
    return grid.launchSubmit("--output", output.toString(), tasks.toString());
  }

  private static List<String> numbered(String words, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> words + i).toList();
  }

  private static void awaitBytes(Path output, long bytes) throws Exception {
    Patience.until(
        bytes + " bytes of results", () -> Files.exists(output) && Files.size(output) >= bytes);
  }
}
