package taskgrid.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import taskgrid.grid.Grid.Progress;
import taskgrid.grid.Grid.PullRequest;
import taskgrid.task.GridException;
import taskgrid.task.JobCounts;
import taskgrid.task.JobOptions;
import taskgrid.task.TaskResult;

class ResultReaderTest {
  private static final ResultOptions AS_THEY_COME = new ResultOptions(false, false, true);
  private static final ResultOptions BY_LINE = new ResultOptions(true, false, true);

  /** A job of so many tasks, all sent in batches of a size, none of them run. */
  private static Scene sent(int tasks, int batchSize, int... slots) {
    return sent(
        IntStream.rangeClosed(1, tasks)
            .mapToObj(i -> "echo " + i)
            .collect(Collectors.joining("\n")),
        batchSize,
        slots);
  }

  private static Scene sent(String text, int batchSize, int... slots) {
    JobOptions d = JobOptions.DEFAULT;
    JobOptions options =
        new JobOptions(
            null, null, batchSize, d.maxLine(), d.maxValue(), d.keep(), d.keepUndelivered(), false);
    Input input = Input.stream("-", new ByteArrayInputStream(text.getBytes(UTF_8)));
    Scene scene = new Scene(1, options, List.of(input), slots);
    scene.grid.credit = 1L << 40;
    settle(scene);
    return scene;
  }

  private static void settle(Scene scene) {
    do {
      scene.grid.answerAll();
    } while (scene.submitter.step());
  }

  /** Reads as far as there is something to read. */
  private static List<Long> readAll(Scene scene) throws GridException, InterruptedException {
    int before = scene.results.size();
    for (int quiet = 0; quiet < 5; quiet++) {
      scene.grid.answerAll();
      while (scene.poll() != null) {
        quiet = 0;
      }
    }
    return scene.results.stream().skip(before).map(TaskResult::task).toList();
  }

  /** Logs may have many segments, of which not every one has a result. */
  private static void readUntil(Scene scene, int results) throws Exception {
    for (int rounds = 0; scene.results.size() < results && rounds < 1000; rounds++) {
      readAll(scene);
    }
    assertThat(scene.results.stream().map(TaskResult::task))
        .hasSize(results)
        .doesNotHaveDuplicates();
  }

  @Test
  void largeSegmentsAreFetchedOneByOneAsThereIsRoom() throws Exception {
    Scene scene = sent(12, 1, 2, 2);
    scene.grid.saysSize = 10 << 20;
    scene.read(AS_THEY_COME);
    scene.grid.runToEnd();
    readUntil(scene, 12);

    assertThat(scene.grid.mostFetched).isOne();
  }

  @Test
  void middlingSegmentsAreFetchedSeveralAtATime() throws Exception {
    Scene scene = sent(12, 1, 2, 2);
    scene.grid.saysSize = 4 << 20;
    scene.read(AS_THEY_COME);
    scene.grid.runToEnd();
    readUntil(scene, 12);

    assertThat(scene.grid.mostFetched).isEqualTo(4);
  }

  @Test
  void aResultSaysEverything() throws Exception {
    Scene scene = sent("  echo a b", 1, 1);
    scene.read(new ResultOptions(false, true, true));
    scene.grid.runToEnd();
    readAll(scene);
    TaskResult result = scene.results.get(0);
    assertThat(result.input()).asString().isEqualTo("  echo a b");
    assertThat(result.function()).isEqualTo("echo");
    assertThat(result.member()).isEqualTo("127.0.0.1:5701");
    assertThat(result.attempts()).isOne();
    assertThat(result.nanos()).isEqualTo(1000);
    assertThat(result.started()).isEqualTo("2023-11-14T22:13:20Z");
  }

  @Test
  void byLineAResultIsOutAsSoonAsThoseBeforeItAre() throws Exception {
    Scene scene = sent(20, 10, 4);
    scene.read(BY_LINE);
    scene.grid.logs.get(11L).end(0, 1, 2);
    scene.grid.tell(11);
    scene.grid.logs.get(1L).end(0, 1, 3);
    scene.grid.tell(1);
    assertThat(readAll(scene)).containsExactly(1L, 2L);
    scene.grid.logs.get(1L).end(2);
    scene.grid.tell(1);
    assertThat(readAll(scene)).containsExactly(3L, 4L);
    scene.grid.logs.get(1L).end(9, 8, 7, 6, 5, 4);
    scene.grid.tell(1);
    assertThat(readAll(scene)).containsExactly(5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L);
  }

  @Test
  void byLineCommentsInAnUnfinishedBatchHoldNothingUp() throws Exception {
    Scene scene = sent("echo 1\n# c\n\necho 4\necho 5", 10, 4);
    scene.read(BY_LINE);
    scene.grid.logs.get(1L).end(0, 3);
    scene.grid.tell(1);
    assertThat(readAll(scene)).containsExactly(1L, 4L);
  }

  @Test
  void inputIsThereEvenWhileItsBatchIsUnfinished() throws Exception {
    Scene scene = sent(3, 3, 4);
    scene.read(new ResultOptions(false, true, true));
    scene.grid.logs.get(1L).end(1);
    scene.grid.tell(1);
    assertThat(readAll(scene)).containsExactly(2L);
    assertThat(scene.results.get(0).input()).asString().isEqualTo("echo 2");
  }

  @Test
  void whoReadsSlowlyIsNotSentMoreThanFits() throws Exception {
    for (ResultOptions order : List.of(AS_THEY_COME, BY_LINE)) {
      String line = "echo " + "x".repeat(200_000);
      Scene scene = sent((line + "\n").repeat(400), 1, 200, 200);
      scene.read(order);
      scene.grid.runToEnd();
      long most = 0;
      for (int rounds = 0; scene.results.size() < 400 && rounds < 5000; rounds++) {
        settle(scene);
        scene.grid.runToEnd();
        scene.grid.answerAll();
        scene.poll();
        // A segment has the value and the line.
        long unread = scene.grid.bytesGiven - 400_000L * scene.results.size();
        most = Math.max(most, unread);
      }
      assertThat(scene.results).hasSize(400);
      assertThat(most).isBetween(10L << 20, 26L << 20);
    }
  }

  @Test
  void onlyWhatWasWrittenOutCountsAsDelivered() throws Exception {
    Scene scene = sent(6, 2, 4);
    ResultReader reader = scene.read(AS_THEY_COME);
    scene.grid.run(scene.grid.logs.get(3L));
    while (!scene.grid.logs.get(3L).isComplete()) {
      scene.grid.run(scene.grid.logs.get(3L));
    }
    for (int i = 0; i < 50; i++) {
      reader.poll(Duration.ZERO);
      scene.grid.answerAll();
    }
    assertThat(scene.grid.pulls).allMatch(pull -> pull.delivered().length == 0);
    reader.delivered();
    assertThat(nextPull(scene, reader).delivered()).containsExactly(3);
    assertThat(nextPull(scene, reader).delivered()).isEmpty();
    scene.grid.runToEnd();
    for (int i = 0; i < 50; i++) {
      scene.grid.answerAll();
      reader.poll(Duration.ZERO);
      scene.submitter.step();
    }
    assertThat(reader.ended()).isTrue();
    assertThat(last(scene).deliveredBelow()).isEqualTo(1);
    reader.delivered();
    assertThat(last(scene).deliveredBelow()).isEqualTo(7);
    assertThat(scene.grid.pulls).allMatch(PullRequest::submitter);
  }

  private static PullRequest nextPull(Scene scene, ResultReader reader) throws Exception {
    int before = scene.grid.pulls.size();
    for (int i = 0; i < 50 && scene.grid.pulls.size() == before; i++) {
      scene.grid.answerAll();
      reader.poll(Duration.ZERO);
    }
    assertThat(scene.grid.pulls).hasSizeGreaterThan(before);
    return last(scene);
  }

  private static PullRequest last(Scene scene) {
    return scene.grid.pulls.get(scene.grid.pulls.size() - 1);
  }

  @Test
  void byLineMembersAreToldWhichBatchMustComeNext() throws Exception {
    Scene scene = sent(6, 2, 4);
    ResultReader reader = scene.read(BY_LINE);
    assertThat(nextPull(scene, reader).head()).isEqualTo(1);
    scene.grid.logs.get(1L).end(0, 1);
    scene.grid.tell(1);
    readAll(scene);
    assertThat(nextPull(scene, reader).head()).isEqualTo(3);
  }

  @Test
  void droppedResultsAreCounted() throws Exception {
    for (ResultOptions order : List.of(AS_THEY_COME, BY_LINE)) {
      Scene scene = sent(6, 2, 4);
      scene.grid.runToEnd();
      scene.grid.drop(scene.grid.logs.get(3L));
      ResultReader reader = scene.lookOn(order);
      assertThat(readAll(scene)).containsExactlyInAnyOrder(1L, 2L, 5L, 6L);
      assertThat(reader.ended()).isTrue();
      assertThat(reader.dropped()).isEqualTo(2);
    }
  }

  @Test
  void whoDoesNotFollowReadsWhatThereIs() throws Exception {
    for (boolean inOrder : new boolean[] {false, true}) {
      Scene scene = sent("echo 1\necho 2\n# c\necho 4\necho 5\necho 6", 2, 4);
      scene.grid.logs.get(1L).end(1);
      scene.grid.logs.get(4L).end(0, 1);
      scene.grid.tell(4);
      scene.grid.tell(1);
      ResultReader reader = scene.lookOn(new ResultOptions(inOrder, true, false));
      assertThat(readAll(scene)).containsExactlyInAnyOrder(2L, 4L, 5L);
      assertThat(scene.results)
          .extracting(result -> new String(result.input(), UTF_8))
          .containsExactlyInAnyOrder("echo 2", "echo 4", "echo 5");
      assertThat(reader.ended()).isTrue();
      assertThat(reader.dropped()).isZero();
      assertThat(scene.grid.pulls).noneMatch(PullRequest::submitter);
    }
  }

  @Test
  void whoFollowsWaitsForTheEnd() throws Exception {
    Scene scene = sent(4, 2, 4);
    scene.grid.logs.get(1L).end(0, 1);
    scene.grid.tell(1);
    ResultReader reader = scene.lookOn(AS_THEY_COME);
    assertThat(readAll(scene)).containsExactlyInAnyOrder(1L, 2L);
    assertThat(reader.ended()).isFalse();
    scene.grid.runToEnd();
    assertThat(readAll(scene)).containsExactlyInAnyOrder(3L, 4L);
    assertThat(reader.ended()).isTrue();
  }

  /** An open job of which members say so much. */
  private static Scene open(JobCounts counts, long silentMillis) {
    Scene scene = sent(100, 2, 1);
    assertThat(scene.counters.snapshot().sealed()).isFalse();
    say(scene, counts, silentMillis);
    return scene;
  }

  private static void say(Scene scene, JobCounts counts, long silentMillis) {
    Progress all = new Progress(true, counts, 9, silentMillis, 0, List.of(), List.of());
    scene.grid.progress.put(scene.grid.members().get(0).id(), all);
  }

  /** Reads for so many seconds. */
  private static List<Long> readFor(Scene scene, int seconds) throws Exception {
    int before = scene.results.size();
    for (int i = 0; i < seconds; i++) {
      scene.clock.advance(1000);
      readAll(scene);
    }
    return scene.results.stream().skip(before).map(TaskResult::task).toList();
  }

  private static long sentTasks(Scene scene) {
    return scene.counters.snapshot().tasksSent();
  }

  @Test
  void whoFollowsAJobWhoseSubmitterLeftReadsWhatWasSentAndNoMore() throws Exception {
    for (ResultOptions order : List.of(AS_THEY_COME, BY_LINE)) {
      Scene scene = open(new JobCounts(0, 1, 7, 0, 0), 0);
      scene.submitter.leave();
      settle(scene);
      ResultReader reader = scene.lookOn(order);
      readFor(scene, 20);
      assertThat(reader.ended()).isFalse();
      scene.grid.runToEnd();
      say(scene, new JobCounts(0, 0, sentTasks(scene), 0, 0), 0);
      readFor(scene, 4);
      assertThat(reader.ended()).isTrue();
      assertThat(scene.results).hasSize((int) sentTasks(scene));
    }
  }

  @Test
  void whoFollowsAJobWhoseSubmitterDiedReadsWhatWasSentAndNoMore() throws Exception {
    Scene scene = open(new JobCounts(0, 0, 5, 0, 0), 119_999);
    scene.clock.advance(1_000_000);
    scene.grid.runToEnd();
    ResultReader reader = scene.lookOn(AS_THEY_COME);
    readFor(scene, 20);
    assertThat(reader.ended()).isFalse();
    say(scene, new JobCounts(0, 0, 5, 0, 0), 120_000);
    readFor(scene, 4);
    assertThat(reader.ended()).isTrue();
    assertThat(scene.results).hasSize((int) sentTasks(scene));
  }

  @Test
  void whoFollowsACancelledJobThatWasNeverSealedComesToAnEnd() throws Exception {
    Scene scene = open(new JobCounts(0, 0, 3, 0, 5), 0);
    scene.grid.runToEnd();
    scene.grid.cancelJob(Scene.JOB, "enough");
    ResultReader reader = scene.lookOn(AS_THEY_COME);
    readFor(scene, 4);
    assertThat(reader.ended()).isTrue();
    assertThat(scene.results).hasSize((int) sentTasks(scene));
  }

  @Test
  void whatMakesAJobLookLostForAMomentDoesNotEndAFollower() throws Exception {
    Scene scene = sent(4, 2, 4);
    scene.grid.logs.get(1L).end(0, 1);
    scene.grid.tell(1);
    say(scene, new JobCounts(0, 0, 2, 0, 0), 500_000);
    ResultReader reader = scene.lookOn(AS_THEY_COME);
    readFor(scene, 8);
    say(scene, new JobCounts(1, 1, 2, 0, 0), 500_000);
    readFor(scene, 4);
    say(scene, new JobCounts(0, 0, 2, 0, 0), 500_000);
    readFor(scene, 8);
    assertThat(reader.ended()).isFalse();
    readFor(scene, 8);
    assertThat(reader.ended()).isTrue();
    assertThat(scene.results).extracting(TaskResult::task).containsExactlyInAnyOrder(1L, 2L);
  }

  @Test
  void aResultThatComesWithTheNewsOfTheEndIsStillRead() throws Exception {
    Scene scene = open(new JobCounts(0, 0, 0, 0, 0), 0);
    scene.submitter.leave();
    settle(scene);
    ResultReader reader = scene.lookOn(AS_THEY_COME);
    readFor(scene, 3);
    say(scene, new JobCounts(0, 0, sentTasks(scene), 0, 0), 0);
    scene.clock.advance(StateWatch.PAUSE_MILLIS);
    // It hears that the job is over while every member was quiet when it was asked last.
    scene.grid.runToEnd();
    readFor(scene, 2);
    assertThat(reader.ended()).isTrue();
    assertThat(scene.results).hasSize((int) sentTasks(scene));
  }

  @Test
  void whoReadsAJobThatTheGridDoesNotKnowAnyMoreIsTold() throws Exception {
    Scene scene = open(new JobCounts(0, 1, 0, 0, 0), 0);
    scene.lookOn(AS_THEY_COME);
    readFor(scene, 2);
    scene.grid.forgetJob(Scene.JOB);
    assertThatThrownBy(() -> readFor(scene, 20))
        .isInstanceOf(GridException.class)
        .hasMessage("job k3f9a2 was forgotten; its results are gone");
  }

  @Test
  void anotherReaderDoesNotTakeDelivery() throws Exception {
    Scene scene = sent(2, 2, 4);
    scene.grid.runToEnd();
    ResultReader reader = scene.lookOn(AS_THEY_COME);
    readAll(scene);
    reader.delivered();
    assertThat(scene.grid.pulls)
        .allMatch(
            pull -> pull.deliveredBelow() == 1 && Arrays.equals(pull.delivered(), new long[0]));
  }
}
