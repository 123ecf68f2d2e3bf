package taskgrid.grid.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import taskgrid.grid.layout.Compacted.Range;
import taskgrid.task.JobCounts;
import taskgrid.task.TaskState;

class CompactedTest {
  /** A stub of so many lines, of which the first has failed and the last is no task. */
  private static Stub stub(long after, long first, int lines, long millis) {
    @Nullable TaskState[] states = new TaskState[lines];
    Arrays.fill(states, TaskState.SUCCEEDED);
    states[0] = TaskState.FAILED;
    states[lines - 1] = null;
    return Stub.of(new Extent(after, first, lines, lines - 1), states, millis);
  }

  @Test
  void stubsThatFollowEachOtherAreOneRange() {
    Compacted some =
        Compacted.NONE.with(List.of(stub(20, 21, 10, 5), stub(0, 1, 10, 7), stub(40, 43, 8, 6)));
    assertThat(some.ranges())
        .containsExactly(
            new Range(0, 10, 8, 1, 0), new Range(20, 30, 8, 1, 0), new Range(40, 50, 6, 1, 0));

    // The gap closes, and what is known already counts once.
    Compacted all = some.with(List.of(stub(10, 11, 10, 4), stub(20, 21, 10, 9)));
    assertThat(all.ranges())
        .containsExactly(new Range(0, 30, 24, 3, 0), new Range(40, 50, 6, 1, 0));
    assertThat(all.counts()).isEqualTo(new JobCounts(0, 0, 30, 4, 0));
    assertThat(all.lastResultMillis()).isEqualTo(7);
  }

  @Test
  void itKnowsWhichBatchesAreInIt() {
    Compacted some = Compacted.NONE.with(List.of(stub(0, 1, 10, 1), stub(20, 25, 10, 1)));

    assertThat(List.of(1L, 10L, 25L, 34L)).allMatch(some::covers);
    assertThat(List.of(11L, 20L, 35L, 1_000L)).noneMatch(some::covers);
    assertThat(Compacted.NONE.covers(1)).isFalse();
  }

  @Test
  void itIsReadBackAsItWasWritten() {
    Compacted some =
        Compacted.NONE.with(List.of(stub(0, 1, 10, 1), stub(1L << 40, (1L << 40) + 5, 4096, 3)));
    Compacted read = Compacted.read(some.bytes());

    assertThat(read.ranges()).isEqualTo(some.ranges());
    assertThat(read.lastResultMillis()).isEqualTo(3);
    assertThat(Compacted.read(Compacted.NONE.bytes()).ranges()).isEmpty();
    byte[] cut = Arrays.copyOf(some.bytes(), some.bytes().length - 1);
    assertThatThrownBy(() -> Compacted.read(cut)).isInstanceOf(LayoutException.class);
  }
}
