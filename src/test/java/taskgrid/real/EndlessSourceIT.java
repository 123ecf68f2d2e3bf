package taskgrid.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import taskgrid.real.inside.Question;

/** A source without an end before a stage that is slower; longer with -Dtaskgrid.it.endless=300. */
@Timeout(900)
class EndlessSourceIT {
  private static final Duration LONG =
      Duration.ofSeconds(Integer.getInteger("taskgrid.it.endless", 25));
  private static final Duration PAUSE = Duration.ofSeconds(4);

  /** Of a stage whose pace is known 16,384 items a slot may wait, and a batch that is under way. */
  private static final long MOST_WAITING = 4 * 17_000;

  private static final long MORE_HEAP = 8L << 20;

  @Test
  void itIsHeldUpAndTheHeapStaysAsItIs() throws Exception {
    try (RealGrid grid = RealGrid.empty(2)) {
      Observation observation = Observation.of(grid);
      grid.launch(2, "--slots", "2", "--memory", "256m");
      grid.awaitFormed();
      Path file =
          grid.file(
              "endless.yaml",
              Stream.of(
                  "name: endless",
                  "source: { function: random 1 10 }",
                  "stages:",
                  "  - { name: quick, function: double }",
                  "  - { name: slow,  function: sleep 5ms }"));
      Path output = grid.temp().resolve("output.txt");
      Launched run = grid.begin("pipeline", "run", file.toString(), "--output", output.toString());
      Patience.until("the source is held up", () -> stage(grid, 1).get("succeeded").asLong() > 0);
      Patience.pass(PAUSE);

      long first = heap(observation, grid);
      long most = 0;
      long end = System.nanoTime() + LONG.toNanos();
      while (System.nanoTime() < end) {
        Patience.pass(PAUSE);
        for (int stage = 0; stage < 3; stage++) {
          assertThat(stage(grid, stage).get("waiting").asLong()).isLessThan(MOST_WAITING);
        }
        most = Math.max(most, heap(observation, grid));
      }
      Figures.say(
          "an endless source before a slow stage: largest heap %.1f MiB at first, then at most %.1f"
              + " in %d s, with %d items done",
          first / 1048576.0,
          most / 1048576.0,
          LONG.toSeconds(),
          stage(grid, 2).get("succeeded").asLong());
      assertThat(most).isLessThan(first + MORE_HEAP);

      grid.taskgrid("pipeline", "stop", "endless").exits(0);
      run.ended(Duration.ofSeconds(60)).exits(130);
    }
  }

  private static JsonNode stage(RealGrid grid, int number) throws Exception {
    Ran shown = grid.taskgrid("pipeline", "show", "endless", "--output", "json");
    JsonNode pipeline = new ObjectMapper().readTree(shown.out().isEmpty() ? "{}" : shown.out());
    return pipeline.at("/stages/" + number).isMissingNode()
        ? new ObjectMapper().readTree("{\"succeeded\":0,\"waiting\":0}")
        : pipeline.at("/stages/" + number);
  }

  private static long heap(Observation observation, RealGrid grid) throws Exception {
    return Math.max(
        observation.ask(grid.member(0), Question.LIVE_HEAP),
        observation.ask(grid.member(1), Question.LIVE_HEAP));
  }
}
