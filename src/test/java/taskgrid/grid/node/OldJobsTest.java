package taskgrid.grid.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
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
import org.junit.jupiter.api.Test;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.task.JobOptions;

class OldJobsTest {
  private static final UUID FIRST = new UUID(0, 1);
  private static final UUID SECOND = new UUID(0, 2);
  private static final long DAY = Duration.ofHours(24).toMillis();
  private static final long NOW = 1_000 * DAY;

  private final Map<UUID, CompletableFuture<Remains>> remains = new HashMap<>();
  private final List<String> forgotten = new ArrayList<>();
  private JobFacts job = facts(5, NOW - 30 * DAY);
  private long stamp;
  private boolean moves;

  private final OldJobs old =
      new OldJobs(
          new Facts(), new Members(), Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC));

  private static JobFacts facts(long total, long submittedMillis) {
    return new JobFacts(
        "old", JobOptions.DEFAULT, submittedMillis, total, 9, false, false, null, false, null);
  }

  private final class Facts implements OldJobs.Facts {
    @Override
    public List<String> own() {
      return List.of("old");
    }

    @Override
    public JobFacts read(String id) {
      return job;
    }

    @Override
    public void forget(String id) {
      forgotten.add(id);
    }
  }

  private final class Members implements OldJobs.Members {
    @Override
    public Set<UUID> ids() {
      return Set.of(FIRST, SECOND);
    }

    @Override
    public long stamp() {
      return moves ? stamp++ : stamp;
    }

    @Override
    public CompletionStage<Remains> remains(UUID member, String id) {
      return remains.get(member);
    }
  }

  private void say(UUID member, boolean busy, long quiet, long tasks) {
    remains.put(member, CompletableFuture.completedFuture(new Remains(busy, quiet, tasks)));
  }

  /** What becomes of the job in two sweeps. */
  private boolean isForgotten() {
    old.sweep();
    old.sweep();
    return !forgotten.isEmpty();
  }

  @Test
  void anEndedJobGoesADayAfterItsLastUse() {
    say(FIRST, false, DAY, 2);
    say(SECOND, false, DAY, 3);
    assertThat(isForgotten()).isTrue();
  }

  @Test
  void oneLookIsNotEnough() {
    say(FIRST, false, DAY, 2);
    say(SECOND, false, DAY, 3);
    old.sweep();
    assertThat(forgotten).isEmpty();
    say(SECOND, true, DAY, 3);
    old.sweep();
    say(SECOND, false, DAY, 3);
    old.sweep();
    assertThat(forgotten).isEmpty();
  }

  @Test
  void aJobThatSomebodyUsedWithinADayStays() {
    say(FIRST, false, DAY - 1, 2);
    say(SECOND, false, Long.MAX_VALUE, 3);
    assertThat(isForgotten()).isFalse();
  }

  @Test
  void aJobWithWorkOrResultsStaysHoweverOldItIs() {
    say(FIRST, true, 30 * DAY, 2);
    say(SECOND, false, 30 * DAY, 3);
    assertThat(isForgotten()).isFalse();
  }

  @Test
  void aYoungJobStaysWhateverMembersSay() {
    job = facts(0, NOW - DAY + 1);
    say(FIRST, false, Long.MAX_VALUE, 0);
    say(SECOND, false, Long.MAX_VALUE, 0);
    assertThat(isForgotten()).isFalse();
  }

  @Test
  void aJobWithoutTasksGoesADayAfterItWasSubmitted() {
    job = facts(0, NOW - DAY);
    say(FIRST, false, Long.MAX_VALUE, 0);
    say(SECOND, false, Long.MAX_VALUE, 0);
    assertThat(isForgotten()).isTrue();
  }

  @Test
  void aJobThatIsNotCompleteStaysAWeek() {
    for (long total : new long[] {-1, 6}) {
      job = facts(total, NOW - 30 * DAY);
      say(FIRST, false, 7 * DAY - 1, 2);
      say(SECOND, false, 7 * DAY, 3);
      assertThat(isForgotten()).isFalse();
    }
    say(FIRST, false, 7 * DAY, 2);
    assertThat(isForgotten()).isTrue();
  }

  @Test
  void nothingIsForgottenWhileAMemberDoesNotAnswerOrPartitionsMove() {
    say(FIRST, false, DAY, 5);
    remains.put(SECOND, CompletableFuture.failedFuture(new IllegalStateException("leaving")));
    assertThat(isForgotten()).isFalse();
    say(SECOND, false, DAY, 0);
    moves = true;
    assertThat(isForgotten()).isFalse();
  }
}
