package taskgrid.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import taskgrid.function.BuiltInFunctions;
import taskgrid.function.TaskLanguage;
import taskgrid.job.StageJob;
import taskgrid.task.Commands;
import taskgrid.task.JobOptions;
import taskgrid.task.Limits;
import taskgrid.task.Source;

class PipelineFileTest {
  private static PipelineFile.Read read(String yaml) throws IOException {
    return PipelineFile.read(
        new ByteArrayInputStream(yaml.getBytes(UTF_8)),
        "p.yaml",
        language(),
        false,
        shipped -> !shipped.startsWith("gone"));
  }

  private static TaskLanguage language() {
    return new TaskLanguage(BuiltInFunctions.with(null), "", JobOptions.DEFAULT);
  }

  private static List<String> problems(String yaml) throws IOException {
    PipelineFile.Read read = read(yaml);
    assertThat(read.pipeline()).isNull();
    return read.problems();
  }

  @Test
  void allThatAPipelineCanSayIsUnderstood() throws Exception {
    PipelineFile.Read read =
        read(
            """
            name: squares
            source: { file: numbers.txt }
            stages:
              - { name: square, function: square | add 1, copies: 4, retries: 2, timeout: 3s }
              - { name: score, worker: "python3 -u score.py", where: "zone == east", when: "value > 10" }
              - { name: print, shell: "echo {}", total-copies: 1, keep-order: true }
            ship: [ my-functions.jar, scripts/ ]
            """);

    assertThat(read.problems()).isEmpty();
    Pipeline pipeline = Objects.requireNonNull(read.pipeline());
    assertThat(pipeline.name()).isEqualTo("squares");
    assertThat(pipeline.source()).isEqualTo("numbers.txt");
    assertThat(pipeline.keepOrder()).isTrue();
    assertThat(pipeline.ship()).containsExactly("my-functions.jar", "scripts/");
    assertThat(pipeline.stages()).extracting("name").containsExactly("square", "score", "print");
    JobOptions square = pipeline.stages().get(0).options();
    assertThat(square.function()).isEqualTo("square | add 1");
    assertThat(square.limits()).isEqualTo(new Limits(0, null, 0, null, 4));
    assertThat(square.attempts().retries()).isEqualTo(2);
    assertThat(square.attempts().timeout()).isEqualTo(Duration.ofSeconds(3));
    JobOptions score = pipeline.stages().get(1).options();
    assertThat(score.commands().form()).isEqualTo(Commands.Form.WORKER);
    assertThat(score.placement().where()).hasToString("zone == east");
    assertThat(pipeline.stages().get(1).when()).hasToString("value > 10");
    JobOptions print = pipeline.stages().get(2).options();
    assertThat(print.commands().form()).isEqualTo(Commands.Form.EACH);
    assertThat(print.limits().atOnce()).isEqualTo(1);
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnceWithItsLine() throws Exception {
    assertThat(
            problems(
                """
                name: 7up
                sauce: stdin
                source: { file: numbers.txt, every: 2s }
                stages:
                  - { name: a, function: squart }
                  - name: b
                    function: square
                    copies: 0
                    where: "zone =="
                  - { name: a, shell: "wc {}", worker: "cat" }
                  - { function: double, keep-order: true, color: red }
                  - { name: e, function: double, when: "value >", flat: true, retries: many }
                ship:
                  - here.jar
                  - gone.jar
                """))
        .containsExactly(
            "p.yaml:1: name '7up': a letter, then at most 39 letters, digits, - or _",
            "p.yaml:2: 'sauce' is no key of a pipeline; there are name, ship, source, stages",
            "p.yaml:3: every is for a source that is a function",
            "p.yaml:5: unknown function \"squart\", did you mean \"square\"?",
            "p.yaml:8: copies: 0 is too few; write 1 or more",
            "p.yaml:9: where: it ends where a value is expected",
            "p.yaml:10: stage a needs one of function, shell and worker, and has shell and worker",
            "p.yaml:10: stage a is there twice, first in line 5",
            "p.yaml:11: 'color' is no key of a stage; there are copies, flat, from, function,"
                + " keep-order, name, retries, shell, timeout, total-copies, when, where, worker",
            "p.yaml:11: a stage needs a name",
            "p.yaml:11: keep-order is for the last stage, whose results are read",
            "p.yaml:12: retries: 'many' is no whole number",
            "p.yaml:12: when: it ends early; write it as in value > 10",
            "p.yaml:15: ship: gone.jar: no such file");
  }

  @Test
  void aFileWithoutStagesIsNoPipeline() throws Exception {
    assertThat(problems(""))
        .containsExactly("p.yaml:1: no pipeline: write name, source and stages");
    assertThat(problems("- a\n- b\n"))
        .containsExactly("p.yaml:1: no pipeline: write name, source and stages");
    assertThat(problems("name: x\nsource: stdin\n"))
        .containsExactly(
            "p.yaml:1: stages is missing or empty: a pipeline needs a list of at least one");
    assertThat(problems("name: x\nsource: stdin\nstages: []\n"))
        .containsExactly(
            "p.yaml:3: stages is missing or empty: a pipeline needs a list of at least one");
    assertThat(problems("name: x\nsource: stdin\nstages:\n  - square\n"))
        .containsExactly("p.yaml:4: a stage has keys, as in { name: a, function: f }");
  }

  @Test
  void whatIsNotYamlIsSaidWithItsLine() throws Exception {
    assertThat(problems("name: x\nstages: [ {\n"))
        .singleElement()
        .asString()
        .startsWith("p.yaml:2: not YAML: ");
    assertThat(
            problems(
                "name: x\nname: y\nsource: stdin\nstages: [ { name: a, function: square } ]\n"))
        .containsExactly("p.yaml:2: name is there twice, first in line 1");
  }

  @Test
  void theSourceMayBeStandardInputOrLeftToTheCommandLine() throws Exception {
    String stages = "\nstages: [ { name: a, function: square } ]\n";
    assertThat(Objects.requireNonNull(read("name: x\nsource: stdin" + stages).pipeline()).source())
        .isEqualTo("-");
    assertThat(problems("name: x" + stages))
        .containsExactly("p.yaml:1: a pipeline needs a source, here or as --input");
    PipelineFile.Read fed =
        PipelineFile.read(
            new ByteArrayInputStream(("name: x" + stages).getBytes(UTF_8)),
            "p.yaml",
            language(),
            true,
            shipped -> true);
    assertThat(Objects.requireNonNull(fed.pipeline()).source()).isNull();
  }

  @Test
  void aSourceMayBeAFunctionWithAPaceAndAnEnd() throws Exception {
    String stages = "\nstages: [ { name: a, function: square } ]\n";
    assertThat(made("function: random 1 10, every: 2s", stages))
        .isEqualTo(new Source("random 1 10", Duration.ofSeconds(2), 0));
    assertThat(made("function: random 1 10, rate: 200, count: 50", stages))
        .isEqualTo(new Source("random 1 10", Duration.ofMillis(5), 50));
    assertThat(
            problems(
                "name: x\nsource: { function: randon 1, every: 1s, rate: 3, count: 0 }" + stages))
        .containsExactly(
            "p.yaml:2: unknown function \"randon\", did you mean \"random\"?",
            "p.yaml:2: count: 0 is too few; write 1 or more",
            "p.yaml:2: every and rate exclude each other");
    assertThat(problems("name: x\nsource: { function: random 1 2, stdin: true }" + stages))
        .containsExactly("p.yaml:2: source has one of file, stdin and function");
  }

  private static Source made(String source, String stages) throws IOException {
    Pipeline pipeline =
        Objects.requireNonNull(read("name: x\nsource: { " + source + " }" + stages).pipeline());
    return Objects.requireNonNull(pipeline.made());
  }

  @Test
  void whatIsToBeShippedIsKnownBeforeTheRest() throws Exception {
    byte[] yaml = "name: x\nstages: nonsense\nship: [ a.jar, b/ ]\n".getBytes(UTF_8);

    assertThat(PipelineFile.shipped(new ByteArrayInputStream(yaml))).containsExactly("a.jar", "b/");
    assertThat(PipelineFile.shipped(new ByteArrayInputStream("{".getBytes(UTF_8)))).isEmpty();
  }

  @Test
  void aStageReadsTheOneBeforeItOrTheOneThatItNames() throws Exception {
    PipelineFile.Read read =
        read(
            """
            name: branches
            source: stdin
            stages:
              - { name: words, shell: "tr ' ' '\\n'", flat: true }
              - { name: late, function: square, from: early }
              - { name: early, function: square, from: words, when: value > 3 }
              - { name: all, function: echo, from: source }
              - { name: end, function: square, from: early }
            """);

    assertThat(read.problems()).isEmpty();
    List<StageJob> stages = Objects.requireNonNull(read.pipeline()).stages();
    // Each behind the one that it reads; the last of the file stays the last.
    assertThat(stages)
        .extracting(StageJob::name)
        .containsExactly("words", "early", "all", "late", "end");
    assertThat(stages)
        .extracting(StageJob::from)
        .containsExactly(null, "words", null, "early", "early");
    assertThat(stages).extracting(StageJob::flat).containsExactly(true, false, false, false, false);
  }

  @Test
  void whatNoItemCouldReachIsRefused() throws Exception {
    assertThat(
            problems(
                """
                name: circles
                source: stdin
                stages:
                  - { name: a, function: square, from: c }
                  - { name: b, function: square }
                  - { name: c, function: square }
                  - { name: self, function: square, from: self }
                  - { name: lost, function: square, from: nowhere }
                  - { name: source, function: square, from: d }
                  - name: d
                    function: square
                    from: e
                  - { name: e, worker: "cat", flat: true, from: source }
                """))
        .containsExactly(
            "p.yaml:4: from: stages a, b, c read each other in a circle, and none of them the"
                + " source",
            "p.yaml:7: from: stage self reads itself",
            "p.yaml:8: from: no stage is called 'nowhere'; there are source, a, b, c, self, lost,"
                + " source, d, e",
            "p.yaml:9: a stage cannot be called source, as what the first one reads is",
            "p.yaml:12: from: e is the last of the file, whose results are read; put it further up",
            "p.yaml:13: flat is not for a worker, which answers with one line");
  }

  @Test
  void numbersSufficeForTwoFlatStages() throws Exception {
    assertThat(
            problems(
                """
                name: flats
                source: stdin
                stages:
                  - { name: a, function: echo, flat: true }
                  - { name: b, function: echo, flat: true }
                  - { name: c, function: echo, flat: true }
                  - { name: d, function: echo }
                """))
        .containsExactly(
            "p.yaml:7: stage d is behind 3 flat stages; at most 2 may follow each other");
  }

  @Test
  void eachFunctionOfAChainCanBeAStage() throws Exception {
    Pipeline pipeline = Pipeline.chain(null, "square | subtract 1 | square", language());

    assertThat(pipeline.name()).isEqualTo("square-subtract-square-3");
    assertThat(pipeline.stages())
        .extracting(StageJob::name)
        .containsExactly("square", "subtract", "square-3");
    assertThat(pipeline.stages())
        .extracting(stage -> stage.options().function())
        .containsExactly("square", "subtract 1", "square");
    assertThat(Pipeline.chain("mine", "square", language()).name()).isEqualTo("mine");
  }
}
