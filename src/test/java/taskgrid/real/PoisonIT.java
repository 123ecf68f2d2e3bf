package taskgrid.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import taskgrid.real.inside.Execution;
import taskgrid.real.inside.Poison;

/** One task of many takes its member's JVM down, on a grid of four. */
@Timeout(180)
class PoisonIT {
  private static final int MEMBERS = 4;
  private static final int TASKS = 300;
  private static final int POISONOUS = 117;

  /** A member whose heap is full is gone, and its tasks run elsewhere, within this time. */
  private static final long GONE_MILLIS = 10_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  @AutoClose private static RealGrid grid;
  private static Observation observation;
  private static List<RealMember> members;

  @BeforeAll
  static void start() throws Exception {
    grid = RealGrid.empty(MEMBERS);
    observation = Observation.of(grid);
    members = new ArrayList<>();
    for (int place = 0; place < MEMBERS; place++) {
      members.add(launchAt(place));
    }
  }

  private static RealMember launchAt(int place) throws Exception {
    return grid.launchAt(place, "--slots", "2", "--memory", "160m");
  }

  @ParameterizedTest
  @EnumSource(Poison.class)
  void takesTwoMembersAtMostAndFailsAndAllOthersSucceed(Poison poison) throws Exception {
    fillUp();
    Ran ran = grid.submit("--format", "jsonl", tasks(poison).toString()).exits(1);

    assertThat(ran.summary().succeeded()).isEqualTo(TASKS - 1);
    List<RealMember> gone = members.stream().filter(m -> !m.process().isAlive()).toList();
    assertThat(gone).hasSizeBetween(1, 2);
    for (RealMember member : gone) {
      member.process().ended().exits(poison.exitCode());
    }
    assertThat(ran.lines()).hasSize(TASKS);
    for (String line : ran.lines()) {
      JsonNode result = JSON.readTree(line);
      if (result.get("task").asInt() == POISONOUS) {
        assertThat(result.get("kind").asText()).isEqualTo("crashed");
        assertThat(result.get("error").asText()).startsWith("takes its member down: 127.0.0.1:");
        assertThat(result.get("attempts").asInt()).isEqualTo(gone.size());
      } else {
        assertThat(result.get("value").asInt()).isEqualTo(result.get("task").asInt());
      }
    }
    List<Long> began = beginnings(ran.summary().job());
    assertThat(began).hasSameSizeAs(gone);
    long next = began.get(began.size() - 1) - began.get(0);
    Figures.say(
        "poison %s took %d members of %d, run again after %d ms; job of %d tasks in %.2f s",
        poison, gone.size(), MEMBERS, next, TASKS, ran.summary().seconds());
    assertThat(next).as("ms until it ran again").isLessThan(GONE_MILLIS);
  }

  /** Starts members where some are gone. */
  private static void fillUp() throws Exception {
    for (int place = 0; place < MEMBERS; place++) {
      if (!members.get(place).process().isAlive()) {
        members.set(place, launchAt(place));
      }
    }
    for (RealMember member : members) {
      member.awaitReady();
    }
    observation.awaitSafe(members);
  }

  private static Path tasks(Poison poison) throws Exception {
    return grid.file(
        "with-poison.txt",
        IntStream.rangeClosed(1, TASKS)
            .mapToObj(i -> i == POISONOUS ? "echo " + poison.argument() : "sleep 20ms " + i));
  }

  /** When the poisonous task of the job began, each time, in order. */
  private static List<Long> beginnings(String job) throws Exception {
    List<Execution> all = new ArrayList<>();
    for (RealMember member : members) {
      observation.read(member.process(), all::add);
    }
    return all.stream()
        .filter(run -> run.job().equals(job) && run.task() == POISONOUS)
        .map(Execution::startMillis)
        .sorted()
        .toList();
  }
}
