package taskgrid.grid.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.grid.Grid.Progress;
import taskgrid.grid.Lines;
import taskgrid.task.Condition;
import taskgrid.task.JobCounts;
import taskgrid.task.JobOptions;
import taskgrid.task.Stage;

class StageWatchTest {
  private static final UUID MEMBER = new UUID(0, 1);
  private final Map<String, JobFacts> facts = new HashMap<>();
  private final List<String> sealed = new ArrayList<>();
  private final Map<String, List<Lines>> lines = new HashMap<>();
  private final Map<String, JobCounts> counts = new HashMap<>();
  private Instant now = Instant.EPOCH;

  private final StageWatch watch = new StageWatch(new TheFacts(), new TheMembers(), new Now());

  private void stage(
      String job, @Nullable String from, @Nullable String when, boolean flat, long total) {
    stage(job, from, when, flat, total, 0, total);
  }

  private void stage(
      String job,
      @Nullable String from,
      @Nullable String when,
      boolean flat,
      long total,
      int spread,
      long lastLine) {
    Stage stage =
        new Stage(
            "p",
            "p",
            null,
            job,
            1,
            from,
            List.of(),
            "b",
            when == null ? null : Condition.parse(when),
            flat,
            spread,
            null,
            false);
    facts.put(
        job,
        new JobFacts(
            job,
            JobOptions.DEFAULT.withStage(stage),
            0,
            total,
            lastLine,
            false,
            false,
            null,
            false,
            null));
  }

  private void succeeded(String job, long tasks) {
    counts.put(job, new JobCounts(0, 0, tasks, 0, 0));
  }

  private void lines(String job, Lines... all) {
    lines.put(job, List.of(all));
  }

  private void pass(int seconds) {
    now = now.plusSeconds(seconds);
    watch.look();
  }

  @Test
  void aStageThatTakesAllHasWhatSucceededBefore() {
    stage("a", null, null, false, 10);
    stage("b", "a", null, false, -1);
    succeeded("a", 9);
    pass(1);
    assertThat(sealed).isEmpty();
    succeeded("a", 10);
    pass(1);
    assertThat(sealed).containsExactly("b 10 of 10");
  }

  @Test
  void whereSomeGoOnTheyAreCountedWhenAllLinesHaveCome() {
    stage("a", null, null, false, 10);
    stage("b", "a", "value > 3", false, -1);
    succeeded("a", 10);
    lines("b", new Lines(1, 7, 2));
    pass(1);
    pass(58);
    assertThat(sealed).isEmpty();
    lines("b", new Lines(1, 7, 2), new Lines(8, 10, 3));
    pass(1);
    assertThat(sealed).containsExactly("b 5 of 10");
  }

  @Test
  void behindAFlatStageLinesAreCountedToTheHighestNumberThatTheyCanHave() {
    stage("a", null, null, true, 2);
    stage("b", "a", null, false, -1);
    succeeded("a", 2);
    lines("b", new Lines(1, 2L * Stage.SPREAD, 700));
    pass(1);
    assertThat(sealed).containsExactly("b 700 of " + 2 * Stage.SPREAD);
  }

  @Test
  void whatDoesNotComeIsCountedAsLostAndNotWaitedFor() {
    stage("a", null, null, false, 10);
    stage("b", "a", "value > 3", false, -1);
    succeeded("a", 10);
    lines("a", new Lines(1, 10, 10));
    lines("b", new Lines(1, 7, 2));
    pass(1);
    pass(60);
    assertThat(sealed).containsExactly("b 5 of 10");
  }

  @Test
  void nothingIsLostWhileMoreComes() {
    stage("a", null, null, false, 10);
    stage("b", "a", "value > 3", false, -1);
    succeeded("a", 10);
    lines("a", new Lines(1, 10, 10));
    lines("b", new Lines(1, 7, 2));
    pass(1);
    pass(59);
    lines("b", new Lines(1, 8, 3));
    pass(1);
    pass(59);
    assertThat(sealed).isEmpty();
    pass(1);
    assertThat(sealed).containsExactly("b 5 of 10");
  }

  @Test
  void ofWhatIsLostBehindAFlatStageEachLineOfTheSourceCounts() {
    long s = Stage.SPREAD;
    stage("b", "a", null, false, 700, 1, 300 * s);
    stage("c", "b", "value > 3", false, -1, 1, -1);
    succeeded("b", 700);
    lines("b", new Lines(1, 300 * s, 700));
    lines("c", new Lines(1, 100 * s, 150), new Lines(200 * s + 1, 300 * s, 250));
    pass(1);
    pass(60);
    assertThat(sealed).containsExactly("c 500 of " + 300 * s);
  }

  @Test
  void aStageBehindOneThatHasLostTasksHasWhatSucceededThere() {
    stage("a", null, null, false, 10);
    stage("b", "a", null, false, 10);
    stage("c", "b", null, false, -1);
    succeeded("a", 10);
    succeeded("b", 7);
    pass(1);
    pass(59);
    assertThat(sealed).isEmpty();
    pass(1);
    assertThat(sealed).containsExactly("c 7 of 10");
  }

  @Test
  void whatIsLostInTheStageBeforeIsNotLostOnceMore() {
    stage("a", null, null, true, 10);
    stage("b", "a", null, false, -1, 1, -1);
    succeeded("a", 7);
    long s = Stage.SPREAD;
    lines("a", new Lines(1, 3, 3), new Lines(7, 10, 4));
    lines("b", new Lines(1, 3 * s, 50), new Lines(8 * s + 1, 10 * s, 30));
    pass(1);
    pass(60);
    assertThat(sealed).containsExactly("b 82 of " + 10 * s);
  }

  @Test
  void whatWaitsOrRunsInAnyStageBeforeMayBringWhatIsMissing() {
    stage("a", null, null, false, 10);
    stage("b", "a", null, false, 10);
    stage("c", "b", null, false, -1);
    succeeded("b", 7);
    counts.put("a", new JobCounts(0, 1, 9, 0, 0));
    pass(1);
    pass(60);
    assertThat(sealed).isEmpty();
    succeeded("a", 10);
    counts.put("b", new JobCounts(1, 0, 7, 0, 0));
    pass(60);
    assertThat(sealed).isEmpty();
    succeeded("b", 7);
    pass(1);
    pass(59);
    assertThat(sealed).isEmpty();
    pass(1);
    assertThat(sealed).containsExactly("c 7 of 10");
  }

  private final class TheFacts implements StageWatch.Facts {
    @Override
    public List<String> own() {
      return List.copyOf(facts.keySet());
    }

    @Override
    public @Nullable JobFacts read(String job) {
      return facts.get(job);
    }

    @Override
    public void seal(String job, long tasks, long lastLine, boolean cutShort) {
      sealed.add(job + " " + tasks + " of " + lastLine);
    }
  }

  private final class TheMembers implements Counting.Members {
    @Override
    public Set<UUID> ids() {
      return Set.of(MEMBER);
    }

    @Override
    public long stamp() {
      return 1;
    }

    @Override
    public CompletionStage<Progress> progress(UUID member, String job) {
      return CompletableFuture.completedFuture(
          new Progress(
              true, counts.getOrDefault(job, JobCounts.NONE), 0, 0, 0, List.of(), List.of()));
    }

    @Override
    public CompletionStage<List<Lines>> lines(UUID member, String job) {
      return CompletableFuture.completedFuture(lines.getOrDefault(job, List.of()));
    }
  }

  private final class Now extends Clock {
    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
