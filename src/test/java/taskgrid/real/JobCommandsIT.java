package taskgrid.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs that nobody waits for, and the commands that show and change them. */
@Timeout(120)
class JobCommandsIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @AutoClose private static RealGrid grid;

  @BeforeAll
  static void start() throws Exception {
    grid = RealGrid.of(2, "--slots", "2", "--label", "room=3");
  }

  @Test
  void aDetachedJobIsWaitedForReadAndForgotten() throws Exception {
    Path file = grid.file("detached.txt", numbers("double", 100));
    String id = grid.submit("--detach", file.toString()).exits(0).out().strip();

    Ran waited = grid.taskgrid("job", "wait", id).exits(0);
    assertThat(waited.out()).isEmpty();
    assertThat(waited.summary().succeeded()).isEqualTo(100);

    Ran shown = grid.taskgrid("job", "show", id, "--output", "json").exits(0);
    JsonNode job = JSON.readTree(shown.out());
    assertThat(job.get("state").asText()).isEqualTo("succeeded");
    assertThat(job.get("total").asInt()).isEqualTo(100);
    assertThat(job.get("done").asInt()).isEqualTo(100);

    List<String> doubled = IntStream.rangeClosed(1, 100).mapToObj(i -> "" + 2 * i).toList();
    for (int time = 0; time < 2; time++) {
      Ran read = grid.taskgrid("job", "results", id, "-k").exits(0);
      assertThat(read.lines()).isEqualTo(doubled);
    }

    grid.taskgrid("job", "forget", id).exits(0);
    grid.taskgrid("job", "results", id).isRefusedBecause(id);
  }

  @Test
  void aRunningJobIsListedAndCancelled() throws Exception {
    Path file = grid.file("sleepers.txt", Stream.generate(() -> "sleep 100s").limit(10));
    String id = grid.submit("--detach", "--name", "sleepers", file.toString()).out().strip();
    assertThat(grid.taskgrid("job", "list").exits(0).out())
        .contains(id)
        .contains("sleepers")
        .contains("running");
    JsonNode members = JSON.readTree(grid.taskgrid("member", "list", "--output", "json").out());
    assertThat(members.get(0).get("running").asInt()).isEqualTo(2);

    grid.taskgrid("job", "cancel", id, "--reason", "not wanted").exits(0);

    Ran waited = grid.taskgrid("job", "wait", id).exits(130);
    assertThat(waited.summary().cancelled()).isEqualTo(10);
    Ran results = grid.taskgrid("job", "results", id, "--format", "jsonl").exits(130);
    assertThat(results.lines()).hasSize(10);
    for (String line : results.lines()) {
      JsonNode result = JSON.readTree(line);
      assertThat(result.get("state").asText()).isEqualTo("cancelled");
      assertThat(result.get("error").asText()).contains("not wanted");
    }
  }

  @Test
  void waitingMayEndBeforeTheJob() throws Exception {
    Path file = grid.file("long.txt", Stream.of("sleep 100s"));
    Ran left = grid.submit("--wait-timeout", "300ms", file.toString()).exits(124);
    assertThat(left.err()).contains("goes on");

    grid.taskgrid("job", "wait", "last", "--timeout", "100ms").exits(124);
    grid.taskgrid("job", "cancel", "last").exits(0);
    grid.taskgrid("job", "wait", "last").exits(130);
  }

  @Test
  void failuresOfAJobAreItsExitCode() throws Exception {
    Path file = grid.file("failing.txt", numbers("fail", 3));
    String id = grid.submit("--detach", file.toString()).exits(0).out().strip();

    grid.taskgrid("job", "wait", id).exits(3);
    grid.taskgrid("job", "results", id).exits(3);
    JsonNode job =
        JSON.readTree(grid.taskgrid("job", "show", id, "--output", "json").exits(0).out());
    assertThat(job.get("state").asText()).isEqualTo("failed");
    assertThat(job.get("failures")).hasSize(3);
  }

  @Test
  void membersAreListedWithWhatTheyOffer() throws Exception {
    JsonNode members =
        JSON.readTree(grid.taskgrid("member", "list", "--output", "json").exits(0).out());

    assertThat(members).hasSize(2);
    for (JsonNode member : members) {
      assertThat(member.get("slots").asInt()).isEqualTo(2);
      assertThat(member.get("labels").get("room").asText()).isEqualTo("3");
    }
    assertThat(grid.taskgrid("member", "list").out()).contains(grid.member(0).address());
  }

  @Test
  void everyListIsOneJsonValue() throws Exception {
    assertThat(json(grid.taskgrid("job", "list", "--all", "--output", "json"))).isNotNull();
    assertThat(json(grid.bin().taskgrid("function", "list", "--output", "json").ended()))
        .isNotEmpty();
    assertThat(json(grid.bin().taskgrid("config", "--output", "json").ended())).isNotEmpty();
  }

  @Test
  void anUnknownJobIsSaidAsJsonIfAsked() throws Exception {
    Ran ran = grid.taskgrid("job", "show", "nosuch", "--output", "json").exits(255);

    assertThat(JSON.readTree(ran.out()).get("error").asText()).contains("no such job: nosuch");
  }

  private static JsonNode json(Ran ran) throws Exception {
    return JSON.readTree(ran.exits(0).out());
  }

  private static Stream<String> numbers(String function, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> function + " " + i);
  }
}
