package taskgrid.real;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import taskgrid.bundle.Jars;

/** Pipelines through bin/. */
@Timeout(180)
class PipelinesIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SQUARES = "src/examples/pipelines/squares.yaml";
  private static final String RANDOM = "src/examples/pipelines/random-squares.yaml";
  private static final String BRANCHES = "src/examples/pipelines/branches.yaml";
  private static final int MANY = 300_000;

  private static Path pipeline(RealGrid grid, String... lines) throws Exception {
    return grid.file("pipeline.yaml", Stream.of(lines));
  }

  @Test
  void theExampleRunsOnTwoMembersOfWhichOneJoinsLate() throws Exception {
    try (RealGrid grid = RealGrid.empty(2)) {
      grid.launch(1, "--slots", "2");
      Path file =
          pipeline(
              grid,
              "name: late",
              "source: stdin",
              "stages:",
              "  - { name: wait,   function: sleep 50ms }",
              "  - { name: where,  function: whoami }");
      Launched run = grid.begin("pipeline", "run", file.toString());
      IntStream.rangeClosed(1, 200).forEach(n -> type(run, n + "\n"));
      Patience.until("the first member works", () -> !run.out().text().isEmpty());
      grid.launch(1, "--slots", "2");
      grid.awaitFormed();
      IntStream.rangeClosed(1, 200).forEach(n -> type(run, n + "\n"));
      run.endInput();

      List<String> members = run.ended(Duration.ofSeconds(60)).exits(0).lines();
      assertThat(members).hasSize(400).containsAnyOf(grid.member(1).address());

      Ran example = grid.taskgrid("pipeline", "run", SQUARES).exits(0);
      assertThat(example.lines())
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, 20).mapToObj(n -> "" + (n * n - 1)).toList());
    }
  }

  @Test
  void generateSquareSubtractPrintGoesOnWhileAMemberJoins() throws Exception {
    try (RealGrid grid = RealGrid.empty(2)) {
      grid.launch(1, "--slots", "2");
      String[] example =
          Files.readString(Path.of(RANDOM)).replace("every: 2s", "every: 20ms").split("\n");
      Launched run = grid.begin("pipeline", "run", pipeline(grid, example).toString(), "--tag");
      Patience.until("the first member works", () -> run.out().text().length() > 100);
      grid.launch(1, "--slots", "2");
      grid.awaitFormed();
      int before = run.out().text().length();
      Patience.until("it goes on", () -> run.out().text().length() > before + 500);
      grid.taskgrid("pipeline", "drain", "random-squares").exits(0);

      List<String> lines = run.ended(Duration.ofSeconds(60)).exits(0).lines();
      Set<String> values =
          IntStream.rangeClosed(1, 10).mapToObj(n -> "" + (n * n - 1)).collect(toSet());
      for (int line = 0; line < lines.size(); line++) {
        String[] tagged = lines.get(line).split("\t");
        assertThat(tagged[0]).isEqualTo("" + (line + 1));
        assertThat(values).contains(tagged[1]);
      }
    }
  }

  @Test
  void severalStagesReadTheLinesThatAFlatStageMakes() throws Exception {
    try (RealGrid grid = RealGrid.of(2, "--slots", "2", "--allow-shell")) {
      Ran ran = grid.taskgrid("pipeline", "run", BRANCHES).exits(0);
      assertThat(ran.lines())
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, 20)
                  .boxed()
                  .flatMap(n -> IntStream.rangeClosed(1, n).mapToObj(i -> "" + i))
                  .toList());

      Matcher told =
          Pattern.compile("stage large has 55 results; bin/taskgrid (job results \\w+) reads them")
              .matcher(ran.err());
      assertThat(told.find()).as(ran.err()).isTrue();
      assertThat(grid.taskgrid(told.group(1).split(" ")).exits(0).lines())
          .hasSize(55)
          .contains("121", "400")
          .doesNotContain("100");
      assertThat(grid.taskgrid("pipeline", "show", "branches").exits(0).out())
          .contains("from")
          .containsPattern("large +count +succeeded")
          .containsPattern("all +count +succeeded");
    }
  }

  @Test
  void eachFunctionOfAChainIsAStageWithoutAFile() throws Exception {
    try (RealGrid grid = RealGrid.of(1, "--slots", "2")) {
      grid.file("numbers.txt", Stream.of("3", "4"));
      String numbers = grid.temp().resolve("numbers.txt").toString();
      String[] command = {
        "pipeline", "run", "--function", "square | subtract 1", "--input", numbers, "-k"
      };
      assertThat(grid.taskgrid(command).exits(0).lines()).containsExactly("8", "15");
      assertThat(grid.taskgrid("pipeline", "show", "square-subtract").exits(0).lines().get(2))
          .startsWith("square ");
      grid.taskgrid("pipeline", "run", "--function", "squart", "--input", numbers)
          .isRefusedBecause("--function: unknown function \"squart\", did you mean \"square\"?");
      grid.taskgrid("pipeline", "run")
          .isRefusedBecause("a pipeline is a FILE, or --function with a chain");
    }
  }

  @Test
  void whatFailedRunsAgainFromItsStageOn() throws Exception {
    try (RealGrid grid = RealGrid.of(2, "--slots", "2", "--allow-shell")) {
      Path first = grid.temp().resolve("first");
      Path second = grid.temp().resolve("second");
      Path file =
          pipeline(
              grid,
              "name: flaky",
              "source: { file: lines.txt }",
              "stages:",
              "  - { name: square, function: square }",
              "  - { name: first,  shell: \"test -e " + first + " || test {} -ne 9 && echo {}\" }",
              "  - { name: second, shell: \"test -e "
                  + second
                  + " || test {} -ne 16 && echo {}\" }",
              "  - { name: minus,  function: subtract 1, keep-order: true }");
      grid.file("lines.txt", Stream.of("1", "2", "3", "4", "x"));

      assertThat(grid.taskgrid("pipeline", "run", file.toString()).exits(3).lines())
          .containsExactly("0", "3");
      assertThat(failedIn(grid)).containsExactly("square x", "first 9", "second 16");

      Files.createFile(first);
      Ran again = grid.taskgrid("pipeline", "retry", "flaky").exits(2);
      assertThat(again.lines()).containsExactly("8");
      assertThat(again.err()).contains("flaky.square:1: stage square: failed: square needs");
      // What failed once more is there once, as an item of the pipeline that tried it.
      assertThat(failedIn(grid)).containsExactlyInAnyOrder("square x", "second 16");

      Files.createFile(second);
      assertThat(grid.taskgrid("pipeline", "retry", "flaky").exits(1).lines())
          .containsExactly("15");
      assertThat(failedIn(grid)).containsExactly("square x");
      assertThat(grid.taskgrid("pipeline", "show", "flaky").exits(0).lines().get(0))
          .as("of one name the one is meant that is no retry")
          .contains("failed");
    }
  }

  private static List<String> failedIn(RealGrid grid) throws Exception {
    List<String> failed = new ArrayList<>();
    String json = grid.taskgrid("pipeline", "failed", "flaky", "--output", "json").exits(0).out();
    for (JsonNode item : JSON.readTree(json)) {
      failed.add(item.get("stage").asText() + " " + item.get("input").asText());
      assertThat(grid.taskgrid("task", "show", item.get("task").asText()).exits(0).out())
          .contains("failed");
    }
    return failed;
  }

  private static void type(Launched run, String text) {
    try {
      run.type(text);
    } catch (java.io.IOException e) {
      throw new AssertionError("it does not read any more", e);
    }
  }

  @Test
  void everyItemHasOneResultInOrderWhenAMemberIsKilledInTheMiddle() throws Exception {
    try (RealGrid grid = RealGrid.of(3, "--slots", "2", "--memory", "512m")) {
      Path file =
          pipeline(
              grid,
              "name: squares",
              "source: { file: numbers.txt }",
              "stages:",
              "  - { name: add,      function: add 1 }",
              "  - { name: subtract, function: subtract 1 }",
              "  - { name: double,   function: double, keep-order: true }");
      grid.file("numbers.txt", IntStream.rangeClosed(1, MANY).mapToObj(Integer::toString));
      Path output = grid.temp().resolve("output.txt");
      Launched run = grid.begin("pipeline", "run", file.toString(), "--output", output.toString());
      Patience.until(
          "it is on its way", () -> Files.exists(output) && Files.size(output) > 300_000);
      grid.member(1).kill();
      assertThat(run.isAlive()).isTrue();

      SummaryLine summary = run.ended(Duration.ofSeconds(120)).exits(0).summary();
      Figures.say(
          "a member is killed during %d items of 3 stages: %.2f s", MANY, summary.seconds());
      try (Stream<String> lines = Files.lines(output)) {
        int[] next = {0};
        lines.forEach(line -> assertThat(line).isEqualTo("" + 2 * ++next[0]));
        assertThat(next[0]).isEqualTo(MANY);
      }
    }
  }

  @Test
  void whatFailsIsSaidWithItsStageAndCounted() throws Exception {
    try (RealGrid grid = RealGrid.of(1, "--slots", "2")) {
      Path file =
          pipeline(
              grid,
              "name: some",
              "source: { file: lines.txt }",
              "stages:",
              "  - { name: square, function: square }",
              "  - { name: minus,  function: subtract 1, keep-order: true }");
      grid.file("lines.txt", Stream.of("3", "x", "5"));

      Ran ran = grid.taskgrid("pipeline", "run", file.toString()).exits(1);
      assertThat(ran.lines()).containsExactly("8", "24");
      assertThat(ran.err()).contains("lines.txt:2: stage square: failed: ");

      assertThat(grid.taskgrid("pipeline", "failed", "some").exits(0).lines())
          .hasSize(2)
          .last()
          .asString()
          .matches("square +\\w+s1\\.2 +square needs an integer.* +x");
      Ran shown = grid.taskgrid("pipeline", "show", "some", "--output", "json").exits(0);
      JsonNode stages = JSON.readTree(shown.out()).get("stages");
      assertThat(stages.get(0).get("failed").asInt()).isEqualTo(1);
      assertThat(stages.get(1).get("succeeded").asInt()).isEqualTo(2);
      assertThat(grid.taskgrid("pipeline", "show", "some").exits(0).lines())
          .hasSize(5)
          .first()
          .asString()
          .matches("pipeline \\w+ some: failed, \\d+s old");
    }
  }

  @Test
  void badFilesAreRefusedWithAllThatIsWrong() throws Exception {
    try (RealGrid grid = RealGrid.of(1)) {
      Path file =
          pipeline(
              grid,
              "name: bad",
              "stages:",
              "  - { name: a, function: squart }",
              "  - { name: b, function: square, copies: 0 }",
              "  - { name: c, function: square, from: d, color: red }",
              "  - { name: d, function: square, from: c }",
              "  - { name: e, function: square, from: b }");

      Ran ran = grid.taskgrid("pipeline", "run", file.toString()).exits(255);
      assertThat(ran.err().lines().map(line -> line.replace("taskgrid: " + file, "FILE")))
          .containsExactly(
              "FILE:1: a pipeline needs a source, here or as --input",
              "FILE:3: unknown function \"squart\", did you mean \"square\"?",
              "FILE:4: copies: 0 is too few; write 1 or more",
              "FILE:5: 'color' is no key of a stage; there are copies, flat, from, function,"
                  + " keep-order, name, retries, shell, timeout, total-copies, when, where,"
                  + " worker",
              "FILE:5: from: stages c, d read each other in a circle, and none of them the source");
      grid.taskgrid("pipeline", "run", "nowhere.yaml").isRefusedBecause("no such file");
      grid.taskgrid("pipeline", "show", "nothing").isRefusedBecause("no such pipeline: nothing");
    }
  }

  @Test
  void aSourceThatMembersDriveGoesOnWithoutAGapWhenItsMemberIsKilled() throws Exception {
    try (RealGrid grid = RealGrid.of(3, "--slots", "2")) {
      Path file =
          pipeline(
              grid,
              "name: ticks",
              "source: { function: random 5 5, rate: 100, count: 1500 }",
              "stages:",
              "  - { name: double, function: double }",
              "  - { name: add,    function: add 1, keep-order: true }");
      Launched run = grid.begin("pipeline", "run", file.toString(), "--tag");
      for (int member = 0; member < 2; member++) {
        int before = run.out().text().length();
        Patience.until("items come", () -> run.out().text().length() > before + 800);
        grid.member(member).kill();
      }

      List<String> lines = run.ended(Duration.ofSeconds(90)).exits(0).lines();
      assertThat(lines)
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, 1500).mapToObj(n -> n + "\t11").toList());
    }
  }

  @Test
  void nobodyHasToStayAndItEndsWhenItIsDrained() throws Exception {
    try (RealGrid grid = RealGrid.of(2, "--slots", "2")) {
      Path file =
          pipeline(
              grid,
              "name: endless",
              "source: { function: random 1 10, every: 50ms }",
              "stages:",
              "  - { name: square, function: square }");
      Ran detached = grid.taskgrid("pipeline", "run", file.toString(), "--detach").exits(0);
      Patience.until("items are made", () -> done(grid, "endless") > 20);
      assertThat(grid.taskgrid("pipeline", "list").exits(0).out()).contains("endless");

      grid.taskgrid("pipeline", "drain", "endless").exits(0);
      Patience.until(
          "it has ended",
          () ->
              grid.taskgrid("pipeline", "show", "endless", "--output", "quiet")
                  .out()
                  .endsWith("succeeded\n"));
      long made = done(grid, "endless");
      assertThat(grid.taskgrid("job", "results", detached.out().strip()).exits(0).lines())
          .hasSize((int) made);
    }
  }

  @Test
  void aJarBringsFunctionsForTheSourceAndForStages() throws Exception {
    try (RealGrid grid = RealGrid.of(2, "--slots", "2")) {
      Path file =
          pipeline(
              grid,
              "name: shipped",
              "source: { function: reverse 321, count: 50 }",
              "ship: [ " + Jars.examples(grid.temp()) + " ]",
              "stages:",
              "  - { name: double,  function: double }",
              "  - { name: reverse, function: reverse, keep-order: true }");

      Ran ran = grid.taskgrid("pipeline", "run", file.toString()).exits(0);
      assertThat(ran.lines()).hasSize(50).containsOnly("642");
    }
  }

  private static long done(RealGrid grid, String name) throws Exception {
    Ran shown = grid.taskgrid("pipeline", "show", name, "--output", "json").exits(0);
    JsonNode stages = JSON.readTree(shown.out()).get("stages");
    return stages.get(stages.size() - 1).get("succeeded").asLong();
  }

  @Test
  void aSlowStageIsAsFastAsItsCopiesAndTheirNumberChangesWhileItRuns() throws Exception {
    try (RealGrid grid = RealGrid.of(2, "--slots", "8")) {
      // The same time, so that what is there beside the work weighs the same.
      double one = 150 / seconds(grid, 1, 150);
      double four = 600 / seconds(grid, 4, 600);
      Figures.say(
          "the second of three stages takes 100 ms: with 1 copy a member %.1f items/s, with 4 copies"
              + " %.1f: %.2f times as fast (goal 3.5)",
          one, four, four / one);
      assertThat(four / one).isGreaterThan(3.5);

      Launched run = grid.begin("pipeline", "run", slow(grid, 1, 2_000).toString());
      Patience.until("it is on its way", () -> run.out().text().length() > 10);
      grid.taskgrid("pipeline", "scale", "slow", "b=8").exits(0);
      assertThat(grid.taskgrid("pipeline", "show", "slow").exits(0).out()).contains("8 each");
      Ran ran = run.ended(Duration.ofSeconds(60)).exits(0);
      assertThat(ran.summary().seconds()).as("100 s with one copy each").isLessThan(40);
      grid.taskgrid("pipeline", "scale", "slow", "x=8")
          .isRefusedBecause("pipeline slow has no stage x; there are a, b, c");
    }
  }

  private static double seconds(RealGrid grid, int copies, int items) throws Exception {
    Ran ran = grid.taskgrid("pipeline", "run", slow(grid, copies, items).toString()).exits(0);
    assertThat(ran.lines()).hasSize(items);
    return ran.summary().seconds();
  }

  private static Path slow(RealGrid grid, int copies, int items) throws Exception {
    grid.file("ones.txt", IntStream.range(0, items).mapToObj(n -> "1"));
    return pipeline(
        grid,
        "name: slow",
        "source: { file: ones.txt }",
        "stages:",
        "  - { name: a, function: echo }",
        "  - { name: b, function: sleep 100ms, copies: " + copies + " }",
        "  - { name: c, function: echo }");
  }

  @Test
  void oneThatIsStoppedFromElsewhereEnds() throws Exception {
    try (RealGrid grid = RealGrid.of(2, "--slots", "2")) {
      Path file =
          pipeline(
              grid,
              "name: slow",
              "source: { file: numbers.txt }",
              "stages:",
              "  - { name: quick, function: echo }",
              "  - { name: slow,  function: sleep 100ms }");
      grid.file("numbers.txt", IntStream.rangeClosed(1, 2_000).mapToObj(n -> "1"));
      Launched run = grid.begin("pipeline", "run", file.toString());
      Patience.until("it is on its way", () -> run.out().text().length() > 20);

      assertThat(grid.taskgrid("pipeline", "list").exits(0).out()).contains("slow", "running");
      grid.taskgrid("pipeline", "stop", "slow", "--reason", "enough").exits(0);

      run.ended(Duration.ofSeconds(30)).exits(130);
    }
  }
}
