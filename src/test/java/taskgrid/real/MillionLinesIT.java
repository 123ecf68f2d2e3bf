package taskgrid.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** A long file through two members of two slots, with heaps that could not hold it as objects. */
@Timeout(180)
@Isolated("it is measured")
class MillionLinesIT {
  private static final int LINES = Integer.getInteger("taskgrid.it.lines", 1_000_000);
  private static final Duration LONG = Duration.ofSeconds(60L + LINES / 100_000);

  @AutoClose private static RealGrid grid;
  private static Path file;

  @BeforeAll
  static void start() throws Exception {
    grid = RealGrid.of(2, "--slots", "2", "--memory", "1g");
    grid.bin().with("TASKGRID_SUBMIT_MEMORY", "256m");
    file = grid.numbered("double ", LINES);
  }

  @Test
  void everyLineHasItsResult() throws Exception {
    Path output = grid.temp().resolve("any-order.txt");

    SummaryLine summary =
        grid.launchSubmit("--output", output.toString(), file.toString())
            .ended(LONG)
            .exits(0)
            .summary();

    Figures.say("%d lines: %.0f tasks/s (goal 300000)", LINES, summary.rate());
    assertThat(summary.succeeded()).isEqualTo(LINES);
    assertThat(summary.rate()).isGreaterThan(30_000);
    assertThat(new EachNumberOnce(LINES).read(output, value -> value / 2)).isEmpty();
    Files.delete(output);
  }

  @Test
  void inOrderIfAsked() throws Exception {
    Path output = grid.temp().resolve("in-order.txt");

    SummaryLine summary =
        grid.launchSubmit("-k", "--output", output.toString(), file.toString())
            .ended(LONG)
            .exits(0)
            .summary();

    Figures.say("%d lines in order: %.0f tasks/s", LINES, summary.rate());
    try (Stream<String> lines = Files.lines(output)) {
      long[] expected = {0};
      lines.forEach(line -> assertThat(Long.parseLong(line)).isEqualTo(expected[0] += 2));
      assertThat(expected[0]).isEqualTo(2L * LINES);
    }
    Files.delete(output);
  }

  @Test
  void theFirstResultComesAtOnce() throws Exception {
    // The second of two, so that the members are warm.
    grid.submit("--quiet", file.toString());

    Ran ran = grid.submit("--debug", file.toString()).exits(0);

    Duration waited =
        Duration.between(
            instant(ran.err(), "first batch sent "), instant(ran.err(), "first result written "));
    Figures.say("first batch sent to first result: %d ms (goal 50)", waited.toMillis());
    assertThat(waited).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void aClosedPipeEndsTheJobAtOnceAndQuietly() throws Exception {
    Ran ran =
        grid.bin()
            .script(
                "set -o pipefail; submit.sh -k --quiet "
                    + grid.options()
                    + " "
                    + file
                    + " | head -3")
            .ended();

    assertThat(ran.exits(141).out()).isEqualTo("2\n4\n6\n");
    assertThat(ran.err()).isEmpty();
    Figures.say("| head -3: %d ms", ran.lasted().toMillis());
    assertThat(ran.lasted()).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void oneTaskIsSoonThereAndBack() throws Exception {
    Path one = grid.file("one.txt", Stream.of("double 21"));
    grid.submit(one.toString());

    Ran ran = grid.submit(one.toString()).exits(0);

    assertThat(ran.out()).isEqualTo("42\n");
    Figures.say("one task, start to exit: %d ms (goal 1000)", ran.lasted().toMillis());
    assertThat(ran.lasted()).isLessThan(Duration.ofSeconds(6));
  }

  private static Instant instant(String err, String words) {
    String line = err.lines().filter(text -> text.startsWith(words)).findFirst().orElseThrow();
    return Instant.parse(line.substring(words.length()));
  }
}
