package taskgrid.grid;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import taskgrid.grid.GridFixture.SubmittedJob;
import taskgrid.grid.node.MockMember;
import taskgrid.job.DeadLetters;
import taskgrid.job.StageJob;
import taskgrid.task.Condition;
import taskgrid.task.GridException;
import taskgrid.task.JobOptions;
import taskgrid.task.JobState;
import taskgrid.task.Limits;
import taskgrid.task.Source;
import taskgrid.task.Stage;
import taskgrid.task.TaskNumbers;
import taskgrid.task.TaskResult;

/** Pipelines: the values of a stage are the lines of the next. */
class StagesTest {
  @RegisterExtension final GridFixture grid = new GridFixture();

  private static Map<String, JobOptions> stages(String... functions) {
    Map<String, JobOptions> stages = new LinkedHashMap<>();
    for (String function : functions) {
      stages.put("s" + stages.size(), JobOptions.DEFAULT.withFunction(function));
    }
    return stages;
  }

  private static StageJob stage(
      String name, String function, @Nullable String from, @Nullable String when) {
    return new StageJob(
        name,
        JobOptions.DEFAULT.withFunction(function),
        from,
        when == null ? null : Condition.parse(when),
        false);
  }

  private static StageJob flat(String name, String function, @Nullable String from) {
    return new StageJob(name, JobOptions.DEFAULT.withFunction(function), from, null, true);
  }

  private static List<String> numbers(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toList();
  }

  /** A stage that adds a number, and fails where it is told to. */
  private void adding(String name, long more) {
    grid.with(name, (input, context) -> Long.toString(Long.parseLong(input) + more));
  }

  private static String stage(SubmittedJob last, int number) {
    return last.id().replaceFirst("[0-9]+$", "" + number);
  }

  @Test
  void valuesGoFromStageToStageUnderTheirNumbers() throws Exception {
    grid.start(3);
    adding("ten", 10);
    adding("hundred", 100);
    SubmittedJob job = grid.submitStages(true, numbers(5_000), stages("ten", "hundred", "ten"));

    Map<Long, String> texts = job.texts();
    assertThat(texts).hasSize(5_000);
    texts.forEach((task, value) -> assertThat(value).isEqualTo("" + (task + 120)));
    assertThat(grid.stateOf(job.id())).isEqualTo(JobState.SUCCEEDED);
    assertThat(grid.stateOf(stage(job, 1))).isEqualTo(JobState.SUCCEEDED);
    assertThat(grid.find(stage(job, 2)).status().total()).isEqualTo(5_000);
  }

  @Test
  void whatFailsGoesNoFurtherAndHoldsNothingUp() throws Exception {
    grid.start(2);
    grid.with(
        "odd",
        (input, context) -> {
          if (Long.parseLong(input) % 2 == 0) {
            throw new IllegalStateException("even");
          }
          return input;
        });
    adding("ten", 10);
    SubmittedJob job = grid.submitStages(true, numbers(999), stages("odd", "ten"));

    assertThat(job.texts().keySet())
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, 999).filter(n -> n % 2 == 1).boxed().toList());
    assertThat(grid.find(stage(job, 1)).status().counts().failed()).isEqualTo(499);
    assertThat(grid.find(job.id()).status().total()).isEqualTo(500);
  }

  @Test
  void onlyValuesThatTheRuleOfAStageWantsGoOn() throws Exception {
    grid.start(2);
    adding("ten", 10);
    List<StageJob> stages =
        List.of(
            stage("a", "ten", null, null),
            stage("b", "ten", "a", "value > 100 && value != 200"),
            stage("c", "ten", "b", null),
            stage("d", "ten", "c", "value < 1000"));
    SubmittedJob job = grid.submitStages(true, numbers(3_000), stages);

    Map<Long, String> texts = job.texts();
    assertThat(texts.keySet())
        .containsExactlyElementsOf(
            LongStream.range(91, 970).filter(n -> n != 190).boxed().toList());
    texts.forEach((task, value) -> assertThat(value).isEqualTo("" + (task + 40)));
    assertThat(grid.find(stage(job, 2)).status().total()).isEqualTo(2_909);
    assertThat(grid.stateOf(job.id())).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void whereNothingIsWantedAllEnds() throws Exception {
    grid.start(1);
    adding("ten", 10);
    List<StageJob> stages =
        List.of(stage("a", "ten", null, null), stage("b", "ten", "a", "value < 0"));

    assertThat(grid.submitStages(true, numbers(100), stages).texts()).isEmpty();
  }

  @Test
  void whereAllFailNothingComesAndAllEnds() throws Exception {
    grid.start(2);
    grid.with(
        "never",
        (input, context) -> {
          throw new IllegalStateException("no");
        });
    adding("ten", 10);
    SubmittedJob job = grid.submitStages(false, numbers(50), stages("never", "ten", "ten"));

    assertThat(job.texts()).isEmpty();
  }

  @Test
  void aValueOfSeveralLinesFailsWhereItIsMade() throws Exception {
    grid.start(1);
    grid.with("two", (input, context) -> input + "\n" + input);
    adding("ten", 10);
    SubmittedJob job = grid.submitStages(false, numbers(3), stages("two", "ten"));

    assertThat(job.texts()).isEmpty();
    assertThat(grid.find(stage(job, 1)).status().failures())
        .extracting(TaskResult::error)
        .containsOnly(
            "value has more than one line; the next stage takes one, unless this one is flat");
  }

  /** As many lines as the remainder by 3, with a blank one and other line ends in between. */
  private static String remainder(String input) {
    return switch ((int) (Long.parseLong(input) % 3)) {
      case 0 -> "";
      case 1 -> input + ".1";
      default -> input + ".1\r\n\n" + input + ".2\n";
    };
  }

  private static List<String> remainders(int count) {
    return IntStream.rangeClosed(1, count)
        .boxed()
        .flatMap(n -> IntStream.rangeClosed(1, n % 3).mapToObj(i -> n + "." + i))
        .toList();
  }

  @Test
  void eachLineOfAFlatStagesValuesIsAnItemInOrder() throws Exception {
    grid.start(3);
    grid.with("remainder", (input, context) -> remainder(input));
    grid.with("twice", (input, context) -> input + "\n" + input + "'");
    grid.with("same", (input, context) -> input);
    List<StageJob> stages =
        List.of(
            flat("a", "remainder", null),
            flat("b", "twice", "a"),
            stage("c", "same", "b", "value != 5.2"),
            stage("d", "same", "c", null));
    SubmittedJob job = grid.submitStages(true, numbers(2_000), stages);

    assertThat(job.texts().values())
        .containsExactlyElementsOf(
            remainders(2_000).stream()
                .flatMap(text -> Stream.of(text, text + "'"))
                .filter(text -> !text.equals("5.2"))
                .toList());
    assertThat(grid.find(stage(job, 2)).status().total()).isEqualTo(remainders(2_000).size());
    assertThat(grid.stateOf(job.id())).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void ofAFlatStageThatMakesMoreThanABatchHoldsNothingIsMissing() throws Exception {
    grid.start(2);
    String many = IntStream.rangeClosed(1, 9_000).mapToObj(n -> "x" + n).collect(joining("\n"));
    grid.with("many", (input, context) -> many);
    grid.with("same", (input, context) -> input);
    List<StageJob> stages = List.of(flat("a", "many", null), stage("b", "same", "a", null));
    SubmittedJob job = grid.submitStages(true, numbers(3), stages);

    List<String> lines = List.of(many.split("\n"));
    assertThat(job.texts().values())
        .containsExactlyElementsOf(Stream.of(lines, lines, lines).flatMap(List::stream).toList());
  }

  @Test
  void aValueOfMoreLinesThanAFlatStageMayMakeFailsThere() throws Exception {
    grid.start(1);
    String many = "x\n".repeat(Stage.SPREAD);
    grid.with("many", (input, context) -> input.equals("2") ? many : "one");
    grid.with("same", (input, context) -> input);
    List<StageJob> stages = List.of(flat("a", "many", null), stage("b", "same", "a", null));
    SubmittedJob job = grid.submitStages(true, numbers(3), stages);

    assertThat(job.texts().values()).containsExactly("one", "one");
    assertThat(grid.find(stage(job, 1)).status().failures())
        .extracting(TaskResult::error)
        .containsExactly("value has over 65536 lines, the most of a flat stage");
  }

  @Test
  void severalStagesReadWhatOneMakes() throws Exception {
    grid.start(2);
    adding("ten", 10);
    adding("hundred", 100);
    List<StageJob> stages =
        List.of(
            stage("a", "ten", null, null),
            stage("left", "hundred", "a", "value > 500"),
            stage("further", "hundred", "left", null),
            stage("right", "ten", "a", null));
    SubmittedJob job = grid.submitStages(true, numbers(1_000), stages);

    Map<Long, String> texts = job.texts();
    assertThat(texts).hasSize(1_000);
    texts.forEach((task, value) -> assertThat(value).isEqualTo("" + (task + 20)));
    // Who has read the last stage knows that the others have ended as well.
    assertThat(grid.stateOf(stage(job, 3))).isEqualTo(JobState.SUCCEEDED);
    SubmittedJob further = grid.read(stage(job, 3));
    assertThat(further.texts().keySet())
        .containsExactlyElementsOf(LongStream.rangeClosed(491, 1_000).boxed().toList());
    further.texts().forEach((task, value) -> assertThat(value).isEqualTo("" + (task + 210)));
  }

  @Test
  void severalStagesMayReadTheSource() throws Exception {
    grid.start(2);
    adding("ten", 10);
    adding("hundred", 100);
    List<StageJob> stages =
        List.of(stage("left", "hundred", null, null), stage("right", "ten", null, null));
    SubmittedJob job = grid.submitStages(true, numbers(100), stages);

    assertThat(job.texts().values())
        .containsExactlyElementsOf(
            LongStream.rangeClosed(11, 110).mapToObj(Long::toString).toList());
    assertThat(grid.read(stage(job, 2)).texts().values())
        .containsExactlyElementsOf(
            LongStream.rangeClosed(101, 200).mapToObj(Long::toString).toList());
  }

  @Test
  void nothingIsLostOrDoubledWhenAMemberDiesInTheMiddle() throws Exception {
    grid.start(3);
    CountDownLatch some = new CountDownLatch(300);
    adding("ten", 10);
    grid.with(
        "count",
        (input, context) -> {
          some.countDown();
          return Work.of(input, 1);
        });
    adding("hundred", 100);
    SubmittedJob job = grid.submitStages(true, numbers(3_000), stages("ten", "count", "hundred"));
    Await.signal("the middle stage is busy", some);

    grid.kill(grid.member(2));

    Map<Long, String> texts = job.texts();
    assertThat(new ArrayList<>(texts.keySet()))
        .isEqualTo(LongStream.rangeClosed(1, 3_000).boxed().toList());
    texts.forEach((task, value) -> assertThat(value).isEqualTo("" + (task + 110)));
  }

  @Test
  void aMemberThatJoinsRunsItsShareOfEveryStage() throws Exception {
    grid.start(1);
    Semaphore steps = new Semaphore(0);
    Map<String, AtomicInteger> members = new ConcurrentHashMap<>();
    for (String stage : List.of("a", "b")) {
      grid.with(
          stage,
          (input, context) -> {
            members
                .computeIfAbsent(stage + context.member(), m -> new AtomicInteger())
                .incrementAndGet();
            steps.acquire();
            return input;
          });
    }
    SubmittedJob job = grid.submitStages(false, numbers(400), stages("a", "b"));
    Await.until("the first member is busy", () -> steps.getQueueLength() >= 2);
    MockMember late = grid.join(2);
    steps.release(800);

    assertThat(job.texts()).hasSize(400);
    assertThat(members).containsKeys("a" + late.address(), "b" + late.address());
  }

  @Test
  void aSlowStageHoldsUpThoseBeforeIt() throws Exception {
    grid.start(1);
    AtomicInteger made = new AtomicInteger();
    Semaphore steps = new Semaphore(0);
    grid.with(
        "fast",
        (input, context) -> {
          made.incrementAndGet();
          return input;
        });
    grid.with(
        "slow",
        (input, context) -> {
          steps.acquire();
          return input;
        });
    int lines = 400_000;
    Map<String, JobOptions> stages = stages("fast", "slow");
    stages.put("s1", stages.get("s1").withLimits(new Limits(1, null, 0, null, 0)));
    SubmittedJob job = grid.submitStages(false, numbers(lines), stages);

    Await.until("the slow stage has enough", () -> made.get() > 2_048);
    Await.until("the fast stage is idle", () -> !grid.member(0).hasReady());
    assertThat(made).hasValueLessThan(lines / 2);
    steps.release(lines);
    assertThat(job.texts()).hasSize(lines);
  }

  @Test
  void behindAFlatStageTooASlowStageHoldsUpThoseBeforeItWhoeverReadsInOrder() throws Exception {
    grid.start(1);
    AtomicInteger made = new AtomicInteger();
    Semaphore steps = new Semaphore(1);
    String hundred = "x\n".repeat(100);
    grid.with(
        "many",
        (input, context) -> {
          // So long that the members look at what waits several times in between.
          LockSupport.parkNanos(1_000_000);
          made.incrementAndGet();
          return hundred;
        });
    grid.with(
        "slow",
        (input, context) -> {
          steps.acquire();
          return input;
        });
    int lines = 4_000;
    StageJob slow =
        new StageJob(
            "b",
            JobOptions.DEFAULT.withFunction("slow").withLimits(new Limits(1, null, 0, null, 0)),
            "a",
            null,
            false);
    SubmittedJob job =
        grid.submitStages(true, numbers(lines), List.of(flat("a", "many", null), slow));

    job.read(1);
    Await.until("the flat stage is held up", () -> made.get() > 0 && !grid.member(0).hasReady());
    assertThat(made).hasValueLessThan(lines / 2);
    job.job().cancel("enough");
    steps.release(lines * 100);
    assertThat(job.results()).isNotEmpty();
  }

  @Test
  void membersMakeTheItemsOfASourceInOrderAndInTime() throws Exception {
    grid.start(2);
    AtomicInteger made = new AtomicInteger();
    grid.with("make", (input, context) -> input + made.incrementAndGet());
    grid.with("seen", (input, context) -> input.substring(0, 1));
    SubmittedJob job =
        grid.drive(new Source("make x", Duration.ofMillis(2), 300), stages("seen", "seen"));

    Map<Long, String> texts = job.texts();
    assertThat(new ArrayList<>(texts.keySet()))
        .isEqualTo(LongStream.rangeClosed(1, 300).boxed().toList());
    assertThat(texts.values()).containsOnly("x");
    assertThat(made).hasValue(300);
  }

  @Test
  void aSourceWithoutEndWaitsForASlowStage() throws Exception {
    grid.start(1);
    AtomicInteger made = new AtomicInteger();
    Semaphore steps = new Semaphore(0);
    grid.with("make", (input, context) -> "" + made.incrementAndGet());
    grid.with(
        "slow",
        (input, context) -> {
          steps.acquire();
          return input;
        });
    Map<String, JobOptions> stages = stages("slow");
    stages.put("s0", stages.get("s0").withLimits(new Limits(1, null, 0, null, 0)));
    SubmittedJob job = grid.drive(new Source("make", Duration.ZERO, 0), stages);

    // Of a stage whose pace is not known 1,024 may wait for each slot, of a fast one 16,384.
    Await.until("both stages have enough", () -> grid.member(0).waiting() > 2 * (1_024 + 16_384));
    // Without a gate nearly all would have been made.
    assertThat(made).hasValueLessThan(20_000);
    assertThat(grid.member(0).waiting()).isLessThan(40_000);

    job.job().cancel("enough");
    assertThat(job.results()).hasSizeLessThan(20_000);
  }

  @Test
  void onEachMemberOnlySoManyCopiesRun() throws Exception {
    grid.join(4);
    grid.join(4);
    AtomicInteger most = new AtomicInteger();
    Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
    grid.with(
        "copies",
        (input, context) -> {
          AtomicInteger here = running.computeIfAbsent(context.member(), m -> new AtomicInteger());
          most.accumulateAndGet(here.incrementAndGet(), Math::max);
          String value = Work.of(input, 2);
          here.decrementAndGet();
          return value;
        });
    adding("ten", 10);
    Map<String, JobOptions> stages = stages("copies", "ten");
    stages.put("s0", stages.get("s0").withLimits(new Limits(0, null, 0, null, 2)));
    SubmittedJob job = grid.submitStages(false, numbers(200), stages);

    assertThat(job.texts()).hasSize(200);
    assertThat(most).hasValue(2);
    assertThat(running).hasSize(2);
  }

  @Test
  void whatOneMemberHoldsBeyondItsCopiesRunsOnAnotherThatHasSomeFree() throws Exception {
    grid.join(4);
    grid.join(4);
    Map<String, AtomicInteger> ran = new ConcurrentHashMap<>();
    grid.with("make", (input, context) -> "x");
    grid.with(
        "slow",
        (input, context) -> {
          ran.computeIfAbsent(context.member(), m -> new AtomicInteger()).incrementAndGet();
          return Work.of(input, 25);
        });
    Map<String, JobOptions> stages = stages("slow");
    stages.put("s0", stages.get("s0").withLimits(new Limits(0, null, 0, null, 1)));
    // All items are stored on the member that drives the source.
    SubmittedJob job = grid.drive(new Source("make", Duration.ZERO, 100), stages);

    assertThat(job.texts()).hasSize(100);
    assertThat(ran.values())
        .hasSize(2)
        .allSatisfy(count -> assertThat(count).hasValueGreaterThan(25));
  }

  private static String placeIn(SubmittedJob last, int number, GridFixture grid, long task)
      throws Exception {
    return last.job().placeOf(grid.find(stage(last, number)).status(), task).toString();
  }

  @Test
  void ofEachStageATaskIsWrittenDownWhereItsNumbersBelong() throws Exception {
    grid.start(1);
    grid.with("same", (input, context) -> input);
    List<StageJob> stages =
        List.of(
            stage("a", "same", null, null),
            flat("b", "same", "a"),
            stage("c", "same", "b", null),
            stage("d", "same", "c", null));
    SubmittedJob job = grid.submitStages(true, numbers(3), stages);

    assertThat(job.texts()).hasSize(3);
    assertThat(job.job().placeOf(3L << 16)).hasToString(job.id() + ":" + (3 << 16));
    assertThat(placeIn(job, 3, grid, 3L << 16)).isEqualTo(stage(job, 3) + ":" + (3 << 16));
    assertThat(placeIn(job, 2, grid, 3)).isEqualTo("lines:3");
    assertThat(placeIn(job, 1, grid, 3)).isEqualTo("lines:3");
  }

  @Test
  void whatMembersMakeIsWrittenDownInTheJobOfItsStageAlone() throws Exception {
    grid.start(1);
    grid.with("same", (input, context) -> input);
    SubmittedJob job = grid.drive(new Source("same x", Duration.ZERO, 3), stages("same", "same"));

    assertThat(job.texts()).hasSize(3);
    assertThat(job.job().placeOf(3)).hasToString(job.id() + ":3");
    assertThat(placeIn(job, 1, grid, 3)).isEqualTo(stage(job, 1) + ":3");
    assertThat(placeIn(job, 2, grid, 3)).isEqualTo(stage(job, 2) + ":3");
  }

  @Test
  void whatFailedBehindAFlatStageHasNoLinesOfItsOwnToRunAgain() throws Exception {
    grid.start(1);
    grid.with("two", (input, context) -> input + "\n" + input);
    grid.with(
        "never",
        (input, context) -> {
          throw new IllegalStateException("no");
        });
    SubmittedJob job =
        grid.submitStages(
            true, numbers(3), List.of(flat("a", "two", null), stage("b", "never", "a", null)));
    assertThat(job.texts()).hasSize(6);

    assertThatThrownBy(() -> grid.retry(job.id()))
        .isInstanceOf(GridException.class)
        .hasMessageContaining("job " + job.id())
        .hasMessageContaining("bin/taskgrid pipeline retry test")
        .hasMessageNotContaining("\n");
  }

  /** The numbers and lines of what a stage has on its list of dead letters. */
  private Map<Long, String> deadLetters(String stage) throws Exception {
    Map<Long, String> letters = new LinkedHashMap<>();
    grid.find(stage)
        .deadLetters(letter -> letters.put(letter.task(), new String(letter.input(), UTF_8)));
    return letters;
  }

  /** Stages whose second fails for three items, and waits for a signal with the others. */
  private Map<String, JobOptions> failingThree(CountDownLatch busy, Semaphore steps) {
    grid.with(
        "three",
        (input, context) -> {
          if (Long.parseLong(input) <= 13) {
            throw new IllegalStateException("no");
          }
          busy.countDown();
          steps.acquire();
          return input;
        });
    adding("ten", 10);
    return stages("ten", "three", "ten");
  }

  private static Map<Long, String> plus10(int from, int to) {
    Map<Long, String> lines = new LinkedHashMap<>();
    LongStream.rangeClosed(from, to).forEach(n -> lines.put(n, "" + (n + 10)));
    return lines;
  }

  @Test
  void whatIsCancelledInAnotherTryIsADeadLetterThere() throws Exception {
    grid.start(2);
    CountDownLatch busy = new CountDownLatch(4);
    Semaphore steps = new Semaphore(0);
    SubmittedJob job = grid.submitAgain("p0", numbers(100), failingThree(busy, steps));
    Await.signal("the middle stage is busy", busy);

    job.job().cancel("enough");
    job.results();
    Await.until("all is cancelled", () -> grid.stateOf(stage(job, 2)) == JobState.CANCELLED);

    // Whatever was cancelled before it came to the second stage is one of the first or second.
    Map<Long, String> letters = new TreeMap<>(deadLetters(stage(job, 1)));
    letters.replaceAll((task, line) -> "" + (task + 10));
    letters.putAll(deadLetters(stage(job, 2)));
    assertThat(letters).isEqualTo(plus10(1, 100));
    assertThat(DeadLetters.mayBeIn(grid.find(stage(job, 2)).status())).isTrue();

    grid.find(stage(job, 2)).retried(TaskNumbers.range(1, 50));
    assertThat(deadLetters(stage(job, 2)).keySet())
        .allSatisfy(n -> assertThat(n).isGreaterThan(50));
  }

  @Test
  void whatIsStoppedOnPurposeIsNoDeadLetter() throws Exception {
    grid.start(2);
    CountDownLatch busy = new CountDownLatch(4);
    Semaphore steps = new Semaphore(0);
    SubmittedJob job = grid.submitStages(false, numbers(100), failingThree(busy, steps));
    Await.signal("the middle stage is busy", busy);

    job.job().cancel("enough");
    job.results();
    Await.until("all is cancelled", () -> grid.stateOf(stage(job, 2)) == JobState.CANCELLED);

    assertThat(plus10(1, 3)).containsAllEntriesOf(deadLetters(stage(job, 2)));
    assertThat(deadLetters(stage(job, 1))).isEmpty();
    assertThat(DeadLetters.mayBeIn(grid.find(stage(job, 1)).status())).isFalse();
  }

  @Test
  void aPipelineThatIsCancelledEndsInAllStages() throws Exception {
    grid.start(2);
    Semaphore steps = new Semaphore(0);
    CountDownLatch busy = new CountDownLatch(4);
    grid.with(
        "wait",
        (input, context) -> {
          busy.countDown();
          steps.acquire();
          return input;
        });
    adding("ten", 10);
    SubmittedJob job = grid.submitStages(false, numbers(5_000), stages("ten", "wait", "ten"));
    Await.signal("the middle stage is busy", busy);

    job.job().cancel("enough");

    assertThat(job.texts().values()).allSatisfy(text -> assertThat(text).startsWith("cancelled"));
    Await.until("it is cancelled", () -> grid.stateOf(stage(job, 2)) == JobState.CANCELLED);
  }
}
