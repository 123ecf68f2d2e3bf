package taskgrid.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import taskgrid.grid.layout.Batch;

class BatchSizerTest {
  private static final long NOBODY_KNOWS = Long.MAX_VALUE;
  private final BatchSizer sizer = new BatchSizer(0);

  @Test
  void theFirstBatchesHaveOneTaskOrAFewWhereThereAreManySlots() {
    assertThat(sizer.next(512, NOBODY_KNOWS)).isEqualTo(64);
    assertThat(sizer.next(2, 1_000_000)).isOne();
  }

  @Test
  void longTasksStayAlone() {
    sizer.measured(1_000_000_000);
    sizer.done(1, 0);
    assertThat(sizer.next(4, NOBODY_KNOWS)).isOne();
    sizer.measured(20_000_000);
  }

  @Test
  void shortTasksMakeBatchesGrowStepByStepToTheLargest() {
    int steps = 0;
    int size = 1;
    for (; size < Batch.MAX_LINES; steps++) {
      sizer.measured(1_000);
      sizer.done(size, 0);
      int next = sizer.next(4, NOBODY_KNOWS);
      assertThat(next).isGreaterThan(size).isLessThanOrEqualTo(4 * size);
      size = next;
    }
    assertThat(steps).isEqualTo(6);
  }

  @Test
  void aBatchKeepsASlotBusyForATenthOfASecond() {
    sizer.measured(1_000_000);
    sizer.done(1000, 0);
    assertThat(sizer.next(4, NOBODY_KNOWS)).isEqualTo(100);
  }

  @Test
  void batchesShrinkWhenTasksTurnOutToBeLong() {
    sizer.measured(1_000);
    sizer.done(4096, 0);
    for (int i = 0; i < 30; i++) {
      sizer.measured(150_000_000);
    }
    assertThat(sizer.next(4, NOBODY_KNOWS)).isOne();
  }

  @Test
  void batchesShrinkTowardsTheEndSoThatEverySlotHasSeveral() {
    sizer.measured(1_000_000);
    sizer.done(1000, 0);
    assertThat(sizer.next(2, 80)).isEqualTo(10);
    assertThat(sizer.next(2, 5)).isEqualTo(5);
    sizer.measured(1_000_000_000);
    assertThat(sizer.next(2, 5)).isOne();
  }

  @Test
  void tinyTasksAreNotCutIntoCrumbsAtTheEnd() {
    sizer.measured(5_000);
    sizer.done(4096, 0);
    assertThat(sizer.next(4, 100)).isEqualTo(1000);
  }

  @Test
  void whileNobodyMeasuredBatchesStaySmall() {
    sizer.measured(0);
    sizer.done(1000, 0);
    assertThat(sizer.next(4, NOBODY_KNOWS)).isEqualTo(64);
  }

  @Test
  void aSizeThatWasAskedForIsKept() {
    BatchSizer fixed = new BatchSizer(50);
    fixed.measured(1_000_000_000);
    assertThat(fixed.next(512, 3)).isEqualTo(50);
    assertThat(new BatchSizer(1_000_000).next(1, NOBODY_KNOWS)).isEqualTo(Batch.MAX_LINES);
  }

  @Test
  void largeResultsMakeBatchesSmallWhateverSomebodyAskedFor() {
    BatchSizer fixed = new BatchSizer(1000);
    fixed.done(1000, 1000 << 20);
    assertThat(fixed.next(4, NOBODY_KNOWS)).isEqualTo(4);

    fixed.done(4, 4 << 23);
    assertThat(fixed.next(4, NOBODY_KNOWS)).isOne();
  }

  @Test
  void smallResultsMakeBatchesLargeAgain() {
    BatchSizer fixed = new BatchSizer(1000);
    fixed.done(1, 1 << 20);
    for (int i = 0; i < 100; i++) {
      fixed.done(10, 1000);
    }
    assertThat(fixed.next(4, NOBODY_KNOWS)).isEqualTo(1000);
  }
}
