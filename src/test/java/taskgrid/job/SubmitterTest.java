package taskgrid.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.grid.Grid.Left;
import taskgrid.task.GridException;
import taskgrid.task.JobOptions;
import taskgrid.task.TaskResult;

class SubmitterTest {
  private static final ResultOptions AS_THEY_COME = new ResultOptions(false, false, true);

  @TempDir Path folder;

  private static Input lines(int count) {
    return text(
        IntStream.rangeClosed(1, count)
            .mapToObj(i -> "echo " + i)
            .collect(Collectors.joining("\n")));
  }

  private static Input text(String text) {
    return Input.stream("-", new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  private static Scene scene(JobOptions options, Input input, int... slots) {
    return new Scene(1, options, List.of(input), slots);
  }

  /** Lets the submitter do all it can without a result. */
  private static void settle(Scene scene) {
    do {
      scene.grid.answerAll();
    } while (scene.submitter.step());
  }

  private static List<Integer> sizes(Scene scene) {
    return scene.grid.stores.stream().map(log -> log.batch.tasks()).toList();
  }

  @Test
  void fiveHundredAndTwelveTasksAreDealtEvenlyToAsManySlots() {
    Scene scene = scene(JobOptions.DEFAULT, lines(512), 256, 256);
    settle(scene);
    assertThat(sizes(scene)).hasSize(8).containsOnly(64);
    assertThat(scene.grid.unfinishedByMember().values()).containsExactly(4, 4);
    assertThat(scene.counters.snapshot())
        .returns(512L, SubmitProgress::tasksSent)
        .returns(512L, SubmitProgress::total);
  }

  @Test
  void aBatchSizeThatWasAskedForIsKept() {
    Scene scene = scene(batchSize(10), lines(25), 4);
    settle(scene);
    assertThat(sizes(scene)).containsExactlyInAnyOrder(10, 10, 5);
  }

  private static JobOptions batchSize(int size) {
    JobOptions d = JobOptions.DEFAULT;
    return new JobOptions(
        d.name(),
        d.function(),
        size,
        d.maxLine(),
        d.maxValue(),
        d.keep(),
        d.keepUndelivered(),
        d.detached());
  }

  @Test
  void membersGetNoMoreThanKeepsThemBusyUntilResultsCome() throws Exception {
    Scene scene = scene(JobOptions.DEFAULT, lines(100), 2, 2);
    settle(scene);
    assertThat(sizes(scene)).hasSize(12);
    scene.read(AS_THEY_COME);
    scene.finish();
    assertThat(scene.results).hasSize(100);
    assertThat(sizes(scene)).anyMatch(size -> size > 1);
  }

  @Test
  void linesThatAreNoTasksAreLeftOutBetweenBatchesAndCarriedWithinThem() {
    Scene scene = scene(batchSize(2), text("# a\n\necho 3\n\necho 5\n# b\necho 7\n# c\n"), 4);
    settle(scene);
    List<String> extents = new ArrayList<>();
    scene.grid.logs.values().forEach(log -> extents.add(log.batch.extent().toString()));
    assertThat(extents)
        .containsExactly(
            "Extent[after=0, first=3, lines=3, tasks=2]",
            "Extent[after=5, first=7, lines=2, tasks=1]");
    assertThat(scene.counters.snapshot().total()).isEqualTo(3);
    assertThat(scene.grid.facts(Scene.JOB).toCompletableFuture().join().lastLine()).isEqualTo(8);
  }

  @Test
  void withAFunctionEveryLineIsATask() {
    Scene scene = scene(JobOptions.DEFAULT.withFunction("echo"), text("# a\n\nb\n"), 4);
    settle(scene);
    assertThat(scene.counters.snapshot().total()).isEqualTo(3);
  }

  @Test
  void aFileOfCommentsIsAJobOfNoTasks() throws Exception {
    Scene scene = scene(JobOptions.DEFAULT, text("# a\n\n"), 4);
    scene.read(AS_THEY_COME);
    scene.finish();
    assertThat(scene.results).isEmpty();
    assertThat(scene.counters.snapshot().total()).isZero();
  }

  @Test
  void anOverlongLineIsATaskEvenIfItLooksLikeAComment() {
    Scene scene = scene(JobOptions.DEFAULT, text("#" + "x".repeat(2 << 20) + "\necho 2\n"), 4);
    settle(scene);
    FakeLog log = scene.grid.logs.get(1L);
    assertThat(log.batch.oversize(0)).isTrue();
    assertThat(log.batch.trueLength(0)).isEqualTo((2 << 20) + 1);
    assertThat(log.batch.length(0)).isEqualTo(200);
  }

  @Test
  void aLineMayBeLongerThanABatchAndPassWithLittleCredit() throws Exception {
    Scene scene = scene(JobOptions.DEFAULT, text("echo " + "x".repeat(500_000) + "\necho 2"), 1);
    scene.grid.credit = 10;
    scene.read(AS_THEY_COME);
    scene.finish();
    assertThat(scene.results).extracting(TaskResult::task).containsExactly(1L, 2L);
  }

  @Test
  void nothingIsSentWithoutCreditAndTheProgressSaysSo() {
    String line = "echo " + "x".repeat(100_000);
    Scene scene = scene(JobOptions.DEFAULT, text((line + "\n").repeat(4)), 4);
    settle(scene);
    assertThat(scene.grid.stores).hasSize(3);
    assertThat(scene.counters.snapshot().waitingForCredit()).isTrue();
  }

  @Test
  void aCancelledJobIsReadNoFurtherAndSealedWithWhatWasSent() throws Exception {
    Scene scene = scene(JobOptions.DEFAULT, lines(100), 1);
    scene.read(AS_THEY_COME);
    settle(scene);
    scene.grid.cancelJob(Scene.JOB, "enough");
    scene.poll();
    settle(scene);
    scene.finish();
    assertThat(scene.results).hasSize(4);
    assertThat(scene.counters.snapshot().total()).isEqualTo(4);
  }

  @Test
  void aJobThatWasCancelledBeforeItsEndSaysSoInItsSeal() throws Exception {
    Scene scene = scene(JobOptions.DEFAULT, lines(100), 1);
    settle(scene);
    scene.submitter.cancel();
    settle(scene);
    assertThat(facts(scene)).returns(4L, JobFacts::total).returns(true, JobFacts::cutShort);
  }

  @Test
  void aCancellationThatComesWhenAllWasReadCutsNothingShort() {
    Scene scene = scene(JobOptions.DEFAULT, lines(3), 1);
    settle(scene);
    scene.submitter.cancel();
    settle(scene);
    assertThat(facts(scene)).returns(3L, JobFacts::total).returns(false, JobFacts::cutShort);
  }

  @Test
  void aSubmitterWhoseReaderIsStuckHearsOfACancellationToo() {
    Scene scene = scene(JobOptions.DEFAULT, lines(100), 1);
    settle(scene);
    scene.grid.cancelJob(Scene.JOB, "enough");
    for (int seconds = 0; seconds < 2; seconds++) {
      scene.clock.advance(1000);
      settle(scene);
    }
    assertThat(facts(scene)).returns(4L, JobFacts::total).returns(true, JobFacts::cutShort);
  }

  @Test
  void whoLeavesSendsWhatMembersTakeFirst() {
    Scene scene = scene(JobOptions.DEFAULT, lines(100), 1);
    settle(scene);
    assertThat(scene.counters.snapshot().tasksSent()).isEqualTo(4);
    scene.submitter.leave();
    settle(scene);
    assertThat(facts(scene)).returns(100L, JobFacts::total).returns(null, JobFacts::left);
    assertThat(scene.counters.snapshot().leftAt()).isNegative();
  }

  @Test
  void whoLeavesBeforeMembersTookAllSaysHowFarItSent() {
    Scene scene = scene(JobOptions.DEFAULT, text("# a\n" + "echo 1\n".repeat(200_000)), 1);
    settle(scene);
    scene.submitter.leave();
    settle(scene);
    long line = scene.counters.snapshot().leftAt();
    assertThat(line).isBetween(1_000L, 199_999L);
    assertThat(facts(scene))
        .returns(-1L, JobFacts::total)
        .returns(new Left(line - 1, line), JobFacts::left);
  }

  @Test
  void whoLeavesAfterTheEndSealsTheJob() {
    Scene scene = scene(JobOptions.DEFAULT, lines(3), 1);
    while (scene.submitter.step()) {
      // It reads all, and the grid says nothing yet.
    }
    scene.submitter.leave();
    settle(scene);
    assertThat(facts(scene)).returns(3L, JobFacts::total).returns(null, JobFacts::left);
  }

  @Test
  void whoLeavesDoesNotWaitForEverForTheGrid() {
    Scene scene = scene(batchSize(2), lines(100), 4);
    scene.submitter.step();
    scene.submitter.leave();
    scene.submitter.step();
    scene.clock.advance(2000);
    scene.submitter.step();
    settle(scene);
    assertThat(facts(scene)).returns(new Left(0, 0), JobFacts::left);
  }

  @Test
  void anInputThatFailsLeavesTheJob() {
    byte[] lines = "echo 1\necho 2\n".getBytes(UTF_8);
    InputStream broken =
        new SequenceInputStream(
            new ByteArrayInputStream(lines),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("the disk is gone");
              }
            });
    Scene scene = scene(batchSize(1), Input.stream("-", broken), 4);
    settle(scene);
    assertThat(scene.submitter.failure()).hasMessageContaining("the disk is gone");
    assertThat(facts(scene)).returns(new Left(2, 2), JobFacts::left);
  }

  @Test
  void aSubmitterWhoseReaderIsStuckStillSaysThatItLives() {
    Scene scene = scene(JobOptions.DEFAULT, lines(100), 1, 1);
    scene.read(AS_THEY_COME);
    settle(scene);
    int before = scene.grid.beats.size();
    for (int seconds = 0; seconds < 60; seconds++) {
      scene.clock.advance(1000);
      scene.submitter.step();
    }
    assertThat(scene.grid.beats).hasSizeGreaterThanOrEqualTo(before + 2 * 20);
    assertThat(Set.copyOf(scene.grid.beats)).hasSize(2);
  }

  private static JobFacts facts(Scene scene) {
    return scene.grid.facts(Scene.JOB).toCompletableFuture().join();
  }

  @Test
  void aFileThatWasChangedCannotBeSentAgainAndTheReaderIsTold() throws Exception {
    Path file = Files.writeString(folder.resolve("tasks.txt"), "echo 1\n");
    Scene scene = scene(JobOptions.DEFAULT, Input.file(file), 1, 1);
    scene.read(AS_THEY_COME);
    settle(scene);
    Files.writeString(file, "echo 2\n");
    scene.grid.kill(0, 1);
    settle(scene);
    assertThatThrownBy(scene::finish)
        .isInstanceOf(GridException.class)
        .hasMessageStartingWith(file + " was changed while its job ran: lines 1 to 1");
  }

  @Test
  void whatTheGridLostWithoutAWordIsSentAgainAfterAWhile() throws Exception {
    Scene scene = scene(JobOptions.DEFAULT, lines(3), 1);
    scene.read(AS_THEY_COME);
    settle(scene);
    scene.grid.logs.remove(2L);
    scene.finish();
    assertThat(scene.results).hasSize(3);
    assertThat(scene.grid.stores).hasSize(4);
  }

  @Test
  void aGridThatForgotAllIsToldTheJobAgain() throws Exception {
    Scene scene = scene(JobOptions.DEFAULT, lines(3), 1, 1);
    scene.read(AS_THEY_COME);
    settle(scene);
    scene.grid.forgetJob(Scene.JOB);
    scene.grid.kill(0, 3);
    scene.finish();
    assertThat(scene.results).hasSize(3);
    assertThat(scene.grid.facts(Scene.JOB).toCompletableFuture().join().options())
        .isEqualTo(JobOptions.DEFAULT);
  }

  @Test
  void whenNoMemberAnswersForLongTheReaderIsTold() {
    Scene scene = scene(JobOptions.DEFAULT, lines(3), 1);
    scene.read(AS_THEY_COME);
    settle(scene);
    scene.grid.kill(0, 0);
    assertThatThrownBy(scene::finish)
        .isInstanceOf(GridException.class)
        .hasMessage(
            "no member has answered for 120 s; what was sent of job k3f9a2 may go on without us");
  }

  @Test
  void aDetachedJobIsSentWithoutAReader() {
    JobOptions d = JobOptions.DEFAULT;
    JobOptions detached =
        new JobOptions(
            null, null, 0, d.maxLine(), d.maxValue(), d.keep(), d.keepUndelivered(), true);
    Scene scene = scene(detached, lines(100), 2);
    for (int i = 0; i < 100_000 && !scene.submitter.done().isDone(); i++) {
      scene.submitter.step();
      scene.grid.act();
      scene.clock.advance(10);
    }
    assertThat(scene.submitter.done()).isCompleted();
    assertThat(scene.counters.snapshot().tasksSent()).isEqualTo(100);
    assertThat(scene.grid.pulls).noneMatch(pull -> pull.withBytes());
  }

  @Test
  void tasksAreFoundInTheFilesTheyWereWrittenIn() throws Exception {
    Path a = Files.writeString(folder.resolve("a"), "echo 1\n# c\necho 3");
    Path b = Files.writeString(folder.resolve("b"), "\necho 5\n");
    Places places = new Places(Scene.JOB);
    assertThat(places.of(17)).hasToString("k3f9a2:17");
    LineReader reader =
        new LineReader(new CutBlocks(null, Files.readAllBytes(a), Files.readAllBytes(b)), 100);
    LineMeaning meaning =
        new LineMeaning(taskgrid.function.BuiltInFunctions.with(null), "", JobOptions.DEFAULT);
    Packer packer =
        new Packer(reader, meaning, LineFilter.NONE, List.of(Input.file(a), Input.file(b)), places);
    while (packer.fill(1) != Packer.Fill.END) {
      packer.take();
    }
    assertThat(places.of(3)).isEqualTo(new Place(a.toString(), 3));
    assertThat(places.of(5)).isEqualTo(new Place(b.toString(), 2));
  }
}
