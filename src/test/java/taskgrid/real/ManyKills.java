package taskgrid.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import taskgrid.real.inside.Execution;

/**
 * By hand, {@code -Dit.test=ManyKills -Dkills=50}: in each of so many jobs one of three members is
 * killed at a moment by chance. Says what ran again, and how long nothing was completed.
 */
class ManyKills {
  private static final String[] MEMBER = {"--slots", "10", "--memory", "512m"};
  private static final int TINY = Integer.getInteger("kills.lines", 1_000_000);
  private static final int LONG = 300;
  private static final long AFTER_KILL_MILLIS = 20_000;

  private final long seed = Long.getLong("kills.seed", System.nanoTime() % 1_000_000);
  private final Random random = new Random(seed);
  private final List<Life> lives = new ArrayList<>();
  private final List<Long> pauses = new ArrayList<>();
  private long ranAgain;

  /** One job, and what its lines answer. */
  private record Work(String name, Path file, int count, int factor) {}

  @Test
  void oneMemberIsKilledInEachJob() throws Exception {
    int kills = Integer.getInteger("kills", 50);
    Figures.say("kills begin: -Dkills=%d -Dkills.seed=%d", kills, seed);
    try (RealGrid grid = RealGrid.empty(3)) {
      Observation observation = Observation.of(grid);
      grid.launch(3, MEMBER);
      grid.awaitFormed();
      IntStream.range(0, 3).forEach(place -> lives.add(new Life(grid.member(place))));
      Work tiny = new Work("tiny", grid.numbered("double ", TINY), TINY, 2);
      Work seconds = new Work("1 s", grid.numbered("sleep 1s ", LONG), LONG, 1);
      for (int kill = 1; kill <= kills; kill++) {
        observation.awaitSafe(members());
        one(grid, observation, kill, kill % 2 == 0 ? tiny : seconds);
      }
    }
    Figures.say(
        "%d kills: 0 lost, 0 doubled, %d tasks ran again, pauses in ms: median %d, longest %d",
        kills,
        ranAgain,
        pauses.stream().sorted().toList().get(kills / 2),
        pauses.stream().mapToLong(each -> each).max().orElseThrow());
  }

  private void one(RealGrid grid, Observation observation, int kill, Work work) throws Exception {
    int place = random.nextInt(3);
    double part = 0.05 + 0.6 * random.nextDouble();
    Path output = grid.temp().resolve("output.txt");
    Launched submit =
        grid.launchSubmit("--keep", "10s", "--output", output.toString(), work.file().toString());
    long size = (long) (part * work.count() * (Integer.toString(work.count()).length() + 1));
    Patience.until("a part is done", () -> Files.exists(output) && Files.size(output) >= size);
    assertThat(submit.isAlive()).as("the job runs when its member is killed").isTrue();
    long killed = System.currentTimeMillis();
    lives.get(place).kill();

    SummaryLine summary = submit.ended(Patience.USUAL.multipliedBy(3)).exits(0).summary();
    assertThat(new EachNumberOnce(work.count()).read(output, value -> value / work.factor()))
        .isEmpty();
    Executions executions = new Executions(observation, lives, summary.job()::equals);
    List<Executions.Repeated> repeated = executions.repeated();
    long pause = longestPause(observation, summary.job(), killed);
    pauses.add(pause);
    ranAgain += repeated.size();
    Figures.say(
        "kill %d of member %d at %.0f %% of a job of %d %s tasks, %.1f s: pause %d ms, ran again %s",
        kill,
        place,
        100 * part,
        work.count(),
        work.name(),
        summary.seconds(),
        pause,
        list(repeated));
    assertThat(repeated).allMatch(Executions.Repeated::isAllowed);
    assertThat(repeated).allMatch(task -> task.ranOn(lives.get(place)));
    Files.delete(output);
    lives.set(place, new Life(grid.launchAt(place, MEMBER)));
    lives.get(place).member().awaitReady();
  }

  private static String list(List<Executions.Repeated> repeated) {
    return repeated.size()
        + " "
        + repeated.stream().map(Executions.Repeated::task).limit(30).collect(Collectors.toList());
  }

  /** The longest time after the kill in which no task ended on the members that live. */
  private long longestPause(Observation observation, String job, long killed) throws Exception {
    LongStream.Builder ends = LongStream.builder();
    for (Life life : lives) {
      observation.read(
          life.member().process(),
          (Execution run) -> {
            if (run.job().equals(job)
                && run.endMillis() >= killed
                && run.endMillis() < killed + AFTER_KILL_MILLIS) {
              ends.add(run.endMillis());
            }
          });
    }
    long[] sorted = ends.build().sorted().toArray();
    long longest = 0;
    long before = killed;
    for (long end : sorted) {
      longest = Math.max(longest, end - before);
      before = end;
    }
    return longest;
  }

  private List<RealMember> members() {
    return lives.stream().map(Life::member).toList();
  }
}
