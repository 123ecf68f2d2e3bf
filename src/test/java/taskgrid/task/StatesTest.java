package taskgrid.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StatesTest {
  @Test
  void aTaskHasEndedOnceItSucceededFailedOrWasCancelled() {
    assertThat(TaskState.values())
        .filteredOn(TaskState::ended)
        .containsExactly(TaskState.SUCCEEDED, TaskState.FAILED, TaskState.CANCELLED);
  }

  @Test
  void aStrandedJobHasNotEndedForItsSubmitterMaySpeakAgain() {
    assertThat(JobState.values())
        .filteredOn(JobState::ended)
        .containsExactly(JobState.LOST, JobState.CANCELLED, JobState.FAILED, JobState.SUCCEEDED);
  }

  @Test
  void peopleReadStatesInLowerCaseInTheOrderInWhichTheFirstThatFitsIsTaken() {
    assertThat(Arrays.stream(JobState.values()).map(JobState::word))
        .containsExactly(
            "lost",
            "cancelling",
            "cancelled",
            "stranded",
            "failed",
            "succeeded",
            "running",
            "waiting");
    assertThat(Arrays.stream(TaskState.values()).map(TaskState::word))
        .containsExactly("waiting", "running", "succeeded", "failed", "cancelled");
  }

  /** The order is what travels between members: a change here breaks grids of two versions. */
  @Test
  void kindsOfFailureKeepTheirOrder() {
    assertThat(Arrays.stream(FailureKind.values()).map(FailureKind::word))
        .containsExactly("error", "timeout", "invalid", "crashed", "exit");
  }

  @Test
  void countsAddUp() {
    JobCounts here = new JobCounts(1, 2, 3, 4, 5);
    JobCounts there = new JobCounts(10, 20, 30, 40, 50);

    assertThat(here.plus(there)).isEqualTo(new JobCounts(11, 22, 33, 44, 55));
    assertThat(here.plus(JobCounts.NONE)).isEqualTo(here);
    assertThat(here.done()).isEqualTo(12);
    assertThat(here.known()).isEqualTo(15);
  }
}
