package taskgrid.job;

import static org.assertj.core.api.Assertions.assertThat;
import static taskgrid.task.JobState.CANCELLED;
import static taskgrid.task.JobState.CANCELLING;
import static taskgrid.task.JobState.FAILED;
import static taskgrid.task.JobState.LOST;
import static taskgrid.task.JobState.RUNNING;
import static taskgrid.task.JobState.STRANDED;
import static taskgrid.task.JobState.SUCCEEDED;
import static taskgrid.task.JobState.WAITING;

import java.util.List;
import org.junit.jupiter.api.Test;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.grid.Grid.Left;
import taskgrid.grid.Grid.Progress;
import taskgrid.task.JobCounts;
import taskgrid.task.JobOptions;
import taskgrid.task.JobState;

class DeriveStateTest {
  private static final long OPEN = -1;

  private long silent = 0;
  private boolean cancelled;
  private boolean cutShort;
  private Left left;
  private boolean whole = true;

  private JobState state(
      long total, long waiting, long running, long succeeded, long failed, long cancelledTasks) {
    JobFacts facts =
        new JobFacts(
            "k3f9a2", JobOptions.DEFAULT, 0, total, 9, cutShort, cancelled, null, false, left);
    JobCounts counts = new JobCounts(waiting, running, succeeded, failed, cancelledTasks);
    Progress first = new Progress(true, counts, 9, silent, 0, List.of(), List.of());
    Progress second = new Progress(true, JobCounts.NONE, 0, -1, 0, List.of(), List.of());
    return DeriveState.of(new Evidence(facts, List.of(first, second), whole, 1_000_000));
  }

  @Test
  void aJobOfWhichNothingRanIsWaiting() {
    assertThat(state(OPEN, 0, 0, 0, 0, 0)).isEqualTo(WAITING);
    assertThat(state(5, 5, 0, 0, 0, 0)).isEqualTo(WAITING);
  }

  @Test
  void aJobWithSomethingRunOrRunningIsRunning() {
    assertThat(state(5, 4, 1, 0, 0, 0)).isEqualTo(RUNNING);
    assertThat(state(5, 4, 0, 1, 0, 0)).isEqualTo(RUNNING);
    assertThat(state(5, 3, 1, 0, 1, 0)).isEqualTo(RUNNING);
    assertThat(state(OPEN, 0, 0, 5, 0, 0)).isEqualTo(RUNNING);
  }

  @Test
  void aSealedJobOfWhichAllSucceededSucceeded() {
    assertThat(state(5, 0, 0, 5, 0, 0)).isEqualTo(SUCCEEDED);
    assertThat(state(0, 0, 0, 0, 0, 0)).isEqualTo(SUCCEEDED);
  }

  @Test
  void oneFailedTaskMakesAnEndedJobFailed() {
    assertThat(state(5, 0, 0, 4, 1, 0)).isEqualTo(FAILED);
    assertThat(state(5, 0, 0, 3, 1, 1)).isEqualTo(FAILED);
  }

  @Test
  void cancelledTasksMakeAnEndedJobCancelled() {
    assertThat(state(5, 0, 0, 4, 0, 1)).isEqualTo(CANCELLED);
  }

  @Test
  void aCancelledJobIsCancellingWhileAnythingIsLeft() {
    cancelled = true;
    assertThat(state(5, 1, 0, 1, 0, 3)).isEqualTo(CANCELLING);
    assertThat(state(OPEN, 0, 1, 1, 0, 3)).isEqualTo(CANCELLING);
    assertThat(state(5, 0, 0, 1, 1, 3)).isEqualTo(CANCELLED);
    assertThat(state(OPEN, 0, 0, 1, 0, 3)).isEqualTo(CANCELLED);
  }

  @Test
  void aCancellationAfterTheEndChangesNothing() {
    cancelled = true;
    assertThat(state(5, 0, 0, 5, 0, 0)).isEqualTo(SUCCEEDED);
    assertThat(state(5, 0, 0, 4, 1, 0)).isEqualTo(FAILED);
  }

  @Test
  void anOpenJobIsStrandedWhenItsSubmitterIsSilentAndNothingIsLeft() {
    silent = 120_000;
    assertThat(state(OPEN, 0, 0, 5, 0, 0)).isEqualTo(STRANDED);
    assertThat(state(OPEN, 0, 1, 5, 0, 0)).isEqualTo(RUNNING);
    assertThat(state(5, 0, 0, 5, 0, 0)).isEqualTo(SUCCEEDED);
    silent = 119_999;
    assertThat(state(OPEN, 0, 0, 5, 0, 0)).isEqualTo(RUNNING);
  }

  @Test
  void aJobThatWasCutShortIsCancelledThoughAllThatWasSentSucceeded() {
    cutShort = true;
    assertThat(state(5, 0, 0, 5, 0, 0)).isEqualTo(CANCELLED);
    assertThat(state(0, 0, 0, 0, 0, 0)).isEqualTo(CANCELLED);
    assertThat(state(5, 0, 0, 4, 1, 0)).isEqualTo(CANCELLED);
    assertThat(state(5, 0, 1, 4, 0, 0)).isEqualTo(RUNNING);
    cancelled = true;
    assertThat(state(5, 0, 0, 5, 0, 0)).isEqualTo(CANCELLED);
    assertThat(state(5, 0, 1, 4, 0, 0)).isEqualTo(CANCELLING);
  }

  @Test
  void aJobWhoseSubmitterLeftIsStrandedAsSoonAsWhatItSentHasEnded() {
    left = new Left(5, 9);
    assertThat(state(OPEN, 0, 0, 5, 0, 0)).isEqualTo(STRANDED);
    assertThat(state(OPEN, 0, 0, 6, 0, 0)).isEqualTo(STRANDED);
    assertThat(state(OPEN, 0, 0, 3, 2, 0)).isEqualTo(STRANDED);
    assertThat(state(OPEN, 1, 0, 4, 0, 0)).isEqualTo(RUNNING);
    // One that members have not noticed yet.
    assertThat(state(OPEN, 0, 0, 4, 0, 0)).isEqualTo(RUNNING);
    left = new Left(0, 0);
    assertThat(state(OPEN, 0, 0, 0, 0, 0)).isEqualTo(STRANDED);
  }

  @Test
  void aJobWhoseSubmitterLeftMayBeCancelledOrSealedOrLost() {
    left = new Left(5, 9);
    assertThat(state(5, 0, 0, 5, 0, 0)).isEqualTo(SUCCEEDED);
    cancelled = true;
    assertThat(state(OPEN, 1, 0, 4, 0, 0)).isEqualTo(CANCELLING);
    assertThat(state(OPEN, 0, 0, 4, 0, 1)).isEqualTo(CANCELLED);
    assertThat(state(OPEN, 0, 0, 5, 0, 0)).isEqualTo(CANCELLED);
    cancelled = false;
    silent = 10_000;
    assertThat(state(OPEN, 0, 0, 4, 0, 0)).isEqualTo(LOST);
  }

  @Test
  void aSubmitterThatWasNeverHeardIsSilentSinceTheJobWasMade() {
    silent = -1;
    assertThat(state(OPEN, 0, 0, 0, 0, 0)).isEqualTo(STRANDED);
  }

  @Test
  void missingTasksAreLostOnceTheSubmitterCannotSendThemAgain() {
    silent = 10_000;
    assertThat(state(5, 0, 0, 4, 0, 0)).isEqualTo(LOST);
    assertThat(state(5, 1, 1, 2, 0, 0)).isEqualTo(LOST);
    cancelled = true;
    assertThat(state(5, 1, 1, 2, 0, 0)).isEqualTo(LOST);
    cancelled = false;
    silent = 9_999;
    assertThat(state(5, 0, 0, 4, 0, 0)).isEqualTo(RUNNING);
  }

  @Test
  void whoDidNotHearEveryMemberCallsNothingLost() {
    silent = 500_000;
    whole = false;
    assertThat(state(5, 0, 0, 4, 0, 0)).isEqualTo(RUNNING);
  }
}
