package taskgrid.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Single tasks are shown and cancelled, and jobs halt, through bin/. */
@Timeout(120)
class TaskCommandsIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @AutoClose private static RealGrid grid;

  @BeforeAll
  static void start() throws Exception {
    grid = RealGrid.of(2, "--slots", "1");
  }

  private static JsonNode task(String id) throws Exception {
    return JSON.readTree(grid.taskgrid("task", "show", id, "--output", "json").exits(0).out());
  }

  @Test
  void aTaskIsShownAndCancelledAndTheRestOfItsJobRunsOn() throws Exception {
    Stream<String> lines =
        Stream.of("sleep 100s", "sleep 100s", "# none", "sleep 100s", "double 21", "double 22");
    String id = grid.submit("--detach", grid.file("mixed.txt", lines).toString()).out().strip();
    for (String task : List.of(".1", ".2")) {
      Patience.until(task + " runs", () -> task(id + task).get("state").asText().equals("running"));
    }
    JsonNode first = task(id + ".1");
    assertThat(first.get("attempts").get(0).get("member").asText()).startsWith("127.0.0.1:");
    JsonNode waiting = task(id + ".6");
    assertThat(waiting.get("state").asText()).isEqualTo("waiting");
    assertThat(waiting.get("line").asText()).isEqualTo("double 22");
    assertThat(waiting.get("why").asText())
        .endsWith("all 2 slots are busy with 2 tasks of job " + id);

    Ran cancelled = grid.taskgrid("job", "cancel", id + ".1-4", "--reason", "too long").exits(0);
    assertThat(cancelled.out()).isEqualTo("job " + id + ": cancelling tasks 1-4\n");

    Ran waited = grid.taskgrid("job", "wait", id, "--timeout", "60s").exits(130);
    assertThat(waited.summary().cancelled()).isEqualTo(3);
    assertThat(waited.summary().succeeded()).isEqualTo(2);
    JsonNode ended = task(id + ".1");
    assertThat(ended.get("state").asText()).isEqualTo("cancelled");
    assertThat(ended.get("why").asText()).isEqualTo("too long");
    assertThat(task(id + ".5").get("state").asText()).isEqualTo("succeeded");
    assertThat(grid.taskgrid("job", "cancel", id).exits(0).out())
        .isEqualTo("job " + id + " had ended already: cancelled\n");
    grid.taskgrid("task", "show", id + ".3").isRefusedBecause("blank or a comment");
    grid.taskgrid("task", "show", id + ".7").isRefusedBecause("its last line is 6");
  }

  @Test
  void aJobThatNobodyWaitsForHalts() throws Exception {
    Stream<String> lines = Stream.of("fail 1", "fail 2", "sleep 100s", "sleep 100s", "sleep 100s");
    Path file = grid.file("halting.txt", lines);
    String id =
        grid.submit("--detach", "--halt", "now,fail=2", file.toString()).exits(0).out().strip();

    Ran waited = grid.taskgrid("job", "wait", id, "--timeout", "60s").exits(2);
    assertThat(waited.summary().cancelled()).isEqualTo(3);
    Ran shown = grid.taskgrid("job", "show", id).exits(0);
    assertThat(shown.out())
        .contains("state      cancelled")
        .contains("why        halted: 2 of 2 tasks failed (--halt now,fail=2)");
  }

  @Test
  void aSubmitterThatReadsEnoughFailuresSendsNoMore() throws Exception {
    Path file = grid.numbered("fail no luck ", 2_000_000);
    Ran ran = grid.submit("--halt", "soon,fail=3", "--quiet", file.toString());

    assertThat(ran.code()).isBetween(3, 101);
    assertThat(ran.err()).contains("halted: ").contains("(--halt soon,fail=3)");
  }
}
