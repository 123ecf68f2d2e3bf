package taskgrid.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many tasks run at once, through bin/; measured from the results' times. */
@Timeout(240)
class LimitsIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** When a task ran, in microseconds, and what. */
  private record Span(String input, String member, long from, long to) {
    static Span of(String line) {
      try {
        JsonNode result = JSON.readTree(line);
        assertThat(result.get("state").asText()).as(line).isEqualTo("succeeded");
        Instant started = Instant.parse(result.get("started").asText());
        long from = started.getEpochSecond() * 1_000_000 + started.getNano() / 1_000;
        long lasted = (long) (result.get("millis").asDouble() * 1_000);
        String input = result.get("input").asText();
        // Times are written with the precision of a millisecond.
        return new Span(input, result.get("member").asText(), from + 1_000, from + lasted - 1_000);
      } catch (IOException e) {
        throw new AssertionError(line, e);
      }
    }
  }

  private static List<Span> spans(Ran ran) {
    return ran.lines().stream().map(Span::of).toList();
  }

  private static int mostAtOnce(List<Span> spans) {
    List<long[]> steps = new ArrayList<>();
    for (Span span : spans) {
      steps.add(new long[] {span.from(), 1});
      steps.add(new long[] {span.to(), -1});
    }
    steps.sort(
        Comparator.<long[]>comparingLong(step -> step[0]).thenComparingLong(step -> step[1]));
    int now = 0;
    int most = 0;
    for (long[] step : steps) {
      now += (int) step[1];
      most = Math.max(most, now);
    }
    return most;
  }

  private static Map<String, List<Span>> by(Function<Span, String> key, List<Span> spans) {
    return spans.stream().collect(Collectors.groupingBy(key));
  }

  @Test
  void aJobHasAtMostSoManyTasksAtOnceInTheWholeGrid() throws Exception {
    try (RealGrid grid = RealGrid.of(3, "--slots", "4")) {
      String file = grid.numbered("sleep 200ms ", 120).toString();

      Ran ran = grid.submit("-j", "5", "--format", "jsonl", file).exits(0);

      List<Span> spans = spans(ran);
      assertThat(spans).hasSize(120);
      assertThat(mostAtOnce(spans)).isEqualTo(5);
      assertThat(by(Span::member, spans)).hasSize(3);
      double ideal = 120 * 0.2 / 5;
      Figures.say(
          "120 tasks of 200 ms, -j 5 on 3 members of 4 slots: %.2f s (%.2f at best)",
          ran.summary().seconds(), ideal);
      assertThat(ran.summary().seconds()).isLessThan(2 * ideal);
    }
  }

  @Test
  void tinyTasksOfALimitedJobCostNoCallEach() throws Exception {
    try (RealGrid grid = RealGrid.of(2, "--slots", "2")) {
      String file = grid.numbered("double ", 200_000).toString();
      double free = grid.submit(file).exits(0).summary().seconds();

      double limited = grid.submit("-j", "4", file).exits(0).summary().seconds();

      Figures.say("200,000 tiny tasks: %.2f s, with -j 4 on 4 slots %.2f s", free, limited);
      assertThat(limited).isLessThan(4 * free + 2);
    }
  }

  @Test
  void aLimitCanBeRaisedWhileTheJobRuns() throws Exception {
    try (RealGrid grid = RealGrid.of(2, "--slots", "4")) {
      String file = grid.numbered("sleep 200ms ", 100).toString();
      Launched job = grid.launchSubmit("-j", "1", "--format", "jsonl", file);
      job.out().await("five results", text -> text.lines().count() >= 5);
      assertThat(mostAtOnce(job.out().text().lines().limit(5).map(Span::of).toList())).isOne();
      assertThat(grid.taskgrid("job", "show", "last").exits(0).out()).contains("all 1 of -j");

      grid.taskgrid("job", "set", "last", "-j", "8").exits(0);

      List<Span> spans = spans(job.ended().exits(0));
      assertThat(spans).hasSize(100);
      assertThat(mostAtOnce(spans)).isBetween(6, 8);
    }
  }

  @Test
  void noAddressHasMoreHostCommandsAtOnceThanItsLimit() throws Exception {
    Path hosts = Bin.HOME.resolve("src/examples/hosts");
    try (RealGrid grid =
        RealGrid.of(2, "--slots", "64", "--host-table", hosts.resolve("hosts.txt").toString())) {
      List<String> lines = Files.readAllLines(hosts.resolve("commands.txt"));
      String twice =
          grid.file("commands.txt", IntStream.range(0, 4).boxed().flatMap(i -> lines.stream()))
              .toString();

      Ran ran = grid.submit("--limit-per", "{1}", "2", "--format", "jsonl", twice).exits(0);

      List<Span> spans = spans(ran);
      assertThat(spans).hasSize(4 * lines.size());
      Map<String, List<Span>> byAddress = by(span -> span.input().split(":")[0], spans);
      assertThat(byAddress.values()).allMatch(some -> mostAtOnce(some) <= 2);
      assertThat(byAddress.values()).anyMatch(some -> mostAtOnce(some) == 2);
      Figures.say(
          "%d host commands at %d addresses, 2 at once each: %.2f s",
          spans.size(), byAddress.size(), ran.summary().seconds());
    }
  }

  @Test
  void aLimitHoldsWhenMembersDie() throws Exception {
    try (RealGrid grid = RealGrid.of(3, "--slots", "4")) {
      String file = grid.numbered("sleep 300ms ", 90).toString();
      Launched job = grid.launchSubmit("-j", "4", "--crash-limit", "0", "--format", "jsonl", file);
      job.out().await("ten results", text -> text.lines().count() >= 10);
      grid.member(0).kill();

      List<Span> spans = spans(job.ended().exits(0));
      assertThat(spans).hasSize(90);
      assertThat(mostAtOnce(spans)).isLessThanOrEqualTo(4);
    }
  }
}
