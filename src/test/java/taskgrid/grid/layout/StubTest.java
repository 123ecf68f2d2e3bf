package taskgrid.grid.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;
import taskgrid.task.TaskState;

class StubTest {
  private static final TaskState[] CHOICE = {
    null, TaskState.SUCCEEDED, TaskState.FAILED, TaskState.CANCELLED
  };

  @Test
  void statesComeBackAsTheyWent() {
    RandomCases.check(
        300,
        random -> {
          TaskState[] states = states(random, 1 + random.nextInt(Batch.MAX_LINES));
          long millis = RandomCases.magnitude(random, 45);
          Stub stub = Stub.read(stub(states, millis).bytes());
          for (int line = 0; line < states.length; line++) {
            assertThat(stub.stateOf(line)).isEqualTo(states[line]);
          }
          assertThat(stub.succeeded()).isEqualTo(count(states, TaskState.SUCCEEDED));
          assertThat(stub.failed()).isEqualTo(count(states, TaskState.FAILED));
          assertThat(stub.cancelled()).isEqualTo(count(states, TaskState.CANCELLED));
          assertThat(stub.lastResultMillis()).isEqualTo(millis);
          assertThat(stub.extent()).isEqualTo(extent(states));
        });
  }

  @Test
  void aStubOfAFullBatchThatSucceededIsSmall() {
    TaskState[] states = new TaskState[Batch.MAX_LINES];
    Arrays.fill(states, TaskState.SUCCEEDED);

    assertThat(stub(states, 1_800_000_000_000L).bytes()).hasSizeLessThan(32);
  }

  @Test
  void aTaskThatHasNotEndedIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> stub(new TaskState[] {TaskState.SUCCEEDED, TaskState.RUNNING}, 0))
        .withMessage("the task of line 1 is still RUNNING");
  }

  @Test
  void brokenStubsAreRefused() {
    RandomCases.check(
        500,
        random -> {
          byte[] valid = stub(states(random, 1 + random.nextInt(20)), 7).bytes();
          Refusal.ofEveryTruncation(valid, Stub::read);
          Refusal.ofAnyChangedByte(valid, Stub::read);
          Refusal.ofAnotherVersion(valid, "stub", Stub::read);
          Refusal.ofGarbage(random, Stub::read);
          Refusal.ofResealedDamage(random, valid, Stub::read);
        });
  }

  private static TaskState[] states(Random random, int lines) {
    TaskState[] states = new TaskState[lines];
    TaskState state = CHOICE[random.nextInt(CHOICE.length)];
    for (int line = 0; line < lines; line++) {
      state = random.nextInt(5) == 0 ? CHOICE[random.nextInt(CHOICE.length)] : state;
      states[line] = state;
    }
    return states;
  }

  private static Stub stub(TaskState[] states, long millis) {
    return Stub.of(extent(states), states, millis);
  }

  private static Extent extent(TaskState[] states) {
    return new Extent(6, 9, states.length, states.length - count(states, null));
  }

  private static int count(TaskState[] states, TaskState state) {
    return Collections.frequency(Arrays.asList(states), state);
  }
}
