package taskgrid.grid.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.grid.Grid.Progress;
import taskgrid.grid.Lines;
import taskgrid.task.Halt;
import taskgrid.task.JobCounts;
import taskgrid.task.JobOptions;

class HaltWatchTest {
  private static final UUID FIRST = new UUID(0, 1);
  private static final UUID SECOND = new UUID(0, 2);

  private final Map<UUID, CompletableFuture<Progress>> progress = new HashMap<>();
  private final List<String> halted = new ArrayList<>();
  private JobFacts job = facts("soon,fail=3", -1);
  private int reads;
  private int questions;
  private long stamp;
  private boolean moves;

  private final HaltWatch watch = new HaltWatch(new Facts(), new Members());

  private static JobFacts facts(String halt, long total) {
    JobOptions options = JobOptions.DEFAULT.withHalt(halt == null ? null : Halt.parse(halt));
    return new JobFacts("j", options, 0, total, 9, false, false, null, false, null);
  }

  private final class Facts implements HaltWatch.Facts {
    @Override
    public List<String> own() {
      return List.of("j");
    }

    @Override
    public JobFacts read(String id) {
      reads++;
      return job;
    }

    @Override
    public void halt(String id, boolean now, String reason) {
      halted.add((now ? "now " : "soon ") + reason);
    }
  }

  private final class Members implements Counting.Members {
    @Override
    public Set<UUID> ids() {
      return Set.of(FIRST, SECOND);
    }

    @Override
    public long stamp() {
      return moves ? stamp++ : stamp;
    }

    @Override
    public CompletionStage<List<Lines>> lines(UUID member, String of) {
      throw new UnsupportedOperationException("nobody asks for lines");
    }

    @Override
    public CompletionStage<Progress> progress(UUID member, String id) {
      questions++;
      return progress.get(member);
    }
  }

  private void say(UUID member, long waiting, long succeeded, long failed) {
    JobCounts counts = new JobCounts(waiting, 0, succeeded, failed, 0);
    progress.put(
        member,
        CompletableFuture.completedFuture(
            new Progress(true, counts, 0, -1, 0, List.of(), List.of())));
  }

  @Test
  void failuresOfAllMembersCountTogether() {
    say(FIRST, 5, 4, 1);
    say(SECOND, 5, 0, 1);
    watch.look();
    assertThat(halted).isEmpty();

    say(SECOND, 5, 0, 2);
    watch.look();
    watch.look();

    assertThat(halted).containsExactly("soon halted: 3 of 7 tasks failed (--halt soon,fail=3)");
  }

  @Test
  void countsThatMayHaveMovedAreNotBelieved() {
    say(FIRST, 5, 0, 2);
    say(SECOND, 5, 0, 2);
    moves = true;
    watch.look();
    assertThat(halted).isEmpty();

    moves = false;
    watch.look();
    assertThat(halted).hasSize(1);
  }

  @Test
  void aMemberThatDoesNotAnswerIsAskedAgain() {
    say(FIRST, 5, 0, 3);
    progress.put(SECOND, CompletableFuture.failedFuture(new IllegalStateException("no answer")));
    watch.look();
    assertThat(halted).isEmpty();

    say(SECOND, 0, 0, 0);
    watch.look();
    assertThat(halted).hasSize(1);
  }

  @Test
  void aJobThatNeverHaltsCostsNothing() {
    job = facts(null, -1);
    for (int i = 0; i < 100; i++) {
      watch.look();
    }

    assertThat(reads).isEqualTo(1);
    assertThat(questions).isZero();
  }

  @Test
  void aJobThatHasEndedIsLeftAlone() {
    job = facts("now,fail=3", 4);
    say(FIRST, 0, 2, 0);
    say(SECOND, 0, 1, 1);
    for (int i = 0; i < 100; i++) {
      watch.look();
    }

    assertThat(questions).isEqualTo(2);
    assertThat(halted).isEmpty();
  }

  @Test
  void aJobThatIsCancelledAlreadyIsNotHalted() {
    job = new JobFacts("j", job.options(), 0, -1, 0, false, true, "enough", false, null);
    say(FIRST, 5, 0, 9);
    say(SECOND, 5, 0, 9);
    watch.look();

    assertThat(halted).isEmpty();
  }
}
