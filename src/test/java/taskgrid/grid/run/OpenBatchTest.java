package taskgrid.grid.run;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import taskgrid.grid.layout.Batch;
import taskgrid.grid.layout.Segment;
import taskgrid.grid.run.OpenBatch.Appended;
import taskgrid.grid.run.OpenBatch.Claim;
import taskgrid.grid.run.OpenBatch.Cut;
import taskgrid.grid.run.OpenBatch.Pending;

class OpenBatchTest {
  private static final Acknowledgement NOBODY = safe -> {};
  private static final UUID OTHER = new UUID(0, 1);
  private static final UUID THIRD = new UUID(0, 2);
  private static final long START = 1_000;
  private static final BitSet ALL = Lines.set(0, 9);

  private static Cut write(OpenBatch batch, long now) {
    Cut cut = batch.cut(now);
    assertThat(cut).as("a segment is due").isNotNull();
    assertThat(batch.written(cut)).isTrue();
    batch.told();
    return cut;
  }

  @Nested
  class Claims {
    @Test
    void giveTheLowestFreeLinesOnce() {
      OpenBatch batch = Lines.open(5, START);

      assertThat(batch.claim(2)).isEqualTo(new Claim(0, 2, 1));
      assertThat(batch.claim(2)).isEqualTo(new Claim(2, 4, 1));
      assertThat(batch.claim(2)).isEqualTo(new Claim(4, 5, 1));
      assertThat(batch.claim(2)).isNull();
    }

    @Test
    void skipLinesThatAreNoTasks() {
      byte[] lines = Lines.batch(1, "echo 1", "# no task", "echo 3");
      OpenBatch batch = new OpenBatch(Lines.key("job", 1), Batch.read(lines), Lines.AT_ONCE, START);

      assertThat(batch.claim(9)).isEqualTo(new Claim(0, 1, 1));
      assertThat(batch.claim(9)).isEqualTo(new Claim(2, 3, 1));
      assertThat(batch.claim(9)).isNull();
    }

    @Test
    void takeWhatWasGivenBackFirst() {
      OpenBatch batch = Lines.open(6, START);
      batch.claim(4);
      batch.giveBack(2, 4);

      assertThat(batch.claim(9)).isEqualTo(new Claim(2, 6, 1));
    }

    @Test
    void neverTakeALineThatHasEnded() {
      OpenBatch batch = Lines.open(4, START);
      batch.claim(4);
      batch.append(Lines.chunk("a", 1), NOBODY, START);
      batch.giveBack(0, 4);

      assertThat(batch.claim(9)).isEqualTo(new Claim(0, 1, 1));
      assertThat(batch.claim(9)).isEqualTo(new Claim(2, 4, 1));
    }

    @Test
    void ofOtherMembersAreKeptUntilTheyLeave() {
      OpenBatch batch = Lines.open(4, START);
      batch.claimFor(OTHER, 2);
      batch.hold(THIRD, 2, 3);

      assertThat(batch.claim(9)).isEqualTo(new Claim(3, 4, 1));
      assertThat(batch.claim(9)).isNull();
      assertThat(batch.release(THIRD, false)).isTrue();
      assertThat(batch.claim(9)).isEqualTo(new Claim(2, 3, 1));
      assertThat(batch.release(OTHER, false)).isTrue();
      assertThat(batch.claim(9)).isEqualTo(new Claim(0, 2, 1));
    }

    @Test
    void ofADepartedMemberAreNotFreedWhereItsResultsHaveCome() {
      OpenBatch batch = Lines.open(2, START);
      batch.claimFor(OTHER, 2);
      batch.append(Lines.chunk("other", 0, 1), NOBODY, START);

      assertThat(batch.release(OTHER, false)).isFalse();
      assertThat(batch.hasFree()).isFalse();
    }

    @Test
    void thatAMemberDisownsAreFree() {
      OpenBatch batch = Lines.open(3, START);
      batch.claimFor(OTHER, 3);
      BitSet lost = new BitSet();
      lost.set(1);

      batch.disown(OTHER, lost);

      assertThat(batch.claim(9)).isEqualTo(new Claim(1, 2, 1));
      assertThat(batch.heldBy(OTHER).stream()).containsExactly(0, 2);
    }

    @Test
    void countAsRunningUntilTheyAreInTheLog() {
      OpenBatch batch = Lines.open(5, START);
      batch.claim(2);
      batch.claimFor(OTHER, 1);
      batch.append(Lines.chunk("a", 0), NOBODY, START);

      assertThat(batch.waiting()).isEqualTo(2);
      assertThat(batch.running()).isEqualTo(3);

      batch.written(batch.cut(START + SECONDS.toNanos(1)));
      assertThat(batch.waiting()).isEqualTo(2);
      assertThat(batch.running()).isEqualTo(2);
    }

    @Test
    void areNotGivenOutWhenTheBatchHasLeft() {
      OpenBatch batch = Lines.open(2, START);
      batch.close();

      assertThat(batch.claim(1)).isNull();
      assertThat(batch.hasFree()).isFalse();
    }

    @Test
    void ofACancelledJobAreTakenAllAtOnce() {
      OpenBatch batch = Lines.open(4, START);
      batch.claim(1);

      assertThat(batch.takeFree(ALL).stream()).containsExactly(1, 2, 3);
      assertThat(batch.hasFree()).isFalse();
    }
  }

  @Nested
  class Retries {
    @Test
    void comeWhenTheirBackoffIsOverAndAlone() {
      OpenBatch.Backoff tenMillis = (line, attempt) -> MILLISECONDS.toNanos(10);
      OpenBatch batch =
          new OpenBatch(Lines.key("job", 1), Batch.read(Lines.batch(1, 3)), tenMillis, START);
      batch.claim(3);
      batch.giveBack(2, 3);
      batch.append(Lines.failedAttempt(1, 1), NOBODY, START);

      assertThat(batch.freeDue(false, START + MILLISECONDS.toNanos(9))).isFalse();
      assertThat(batch.freeDue(false, START + MILLISECONDS.toNanos(10))).isTrue();
      assertThat(batch.claim(9)).isEqualTo(new Claim(1, 2, 2));
      assertThat(batch.claim(9)).isEqualTo(new Claim(2, 3, 1));
    }

    @Test
    void ofWhatFailedOnTheOwnerAreLeftToOthersForAWhile() {
      OpenBatch batch = Lines.open(1, START);
      batch.claim(1);
      batch.appendOwn(Lines.failedAttempt(0, 1), NOBODY, START);

      assertThat(batch.freeDue(true, START)).as("another member may try it").isFalse();
      assertThat(batch.hasForOthers()).isTrue();
      assertThat(batch.claim(1)).isNull();
      assertThat(batch.waiting()).isOne();
      assertThat(batch.claimRetryFor(OTHER)).isEqualTo(new Claim(0, 1, 2));
      assertThat(batch.heldBy(OTHER).stream()).containsExactly(0);
      assertThat(batch.claimRetryFor(OTHER)).isNull();
      assertThat(batch.waiting()).isZero();
    }

    @Test
    void thatNobodyElseTakesUpComeToTheOwnerAfterAll() {
      OpenBatch batch = Lines.open(1, START);
      batch.claim(1);
      batch.appendOwn(Lines.failedAttempt(0, 1), NOBODY, START);
      batch.freeDue(true, START);

      assertThat(batch.freeDue(true, START + MILLISECONDS.toNanos(499))).isFalse();
      assertThat(batch.freeDue(true, START + MILLISECONDS.toNanos(500))).isTrue();
      assertThat(batch.hasForOthers()).isFalse();
      assertThat(batch.claim(1)).isEqualTo(new Claim(0, 1, 2));
    }

    @Test
    void ofWhatFailedElsewhereComeToTheOwnerAtOnce() {
      OpenBatch batch = Lines.open(1, START);
      batch.claimFor(OTHER, 1);
      batch.append(Lines.failedAttempt(0, 1), NOBODY, START);

      assertThat(batch.freeDue(true, START)).isTrue();
      assertThat(batch.claim(1)).isEqualTo(new Claim(0, 1, 2));
    }

    @Test
    void thatWaitForOthersAreTakenAwayWithTheRest() {
      OpenBatch batch = Lines.open(1, START);
      batch.claim(1);
      batch.appendOwn(Lines.failedAttempt(0, 1), NOBODY, START);
      batch.freeDue(true, START);

      assertThat(batch.takeFree(ALL).stream()).containsExactly(0);
      assertThat(batch.hasForOthers()).isFalse();
    }

    @Test
    void areNotGrantedTwiceWhenAFailedAttemptIsDeliveredTwice() {
      OpenBatch batch = Lines.open(1, START);
      batch.claim(1);
      batch.append(Lines.failedAttempt(0, 1), NOBODY, START);
      batch.freeDue(false, START);
      assertThat(batch.claim(1)).isEqualTo(new Claim(0, 1, 2));

      batch.append(Lines.failedAttempt(0, 1), NOBODY, START);
      batch.freeDue(false, START);

      assertThat(batch.claim(1)).as("the second attempt runs already").isNull();
    }

    @Test
    void areNotGrantedTwiceWhenTheMemberOfTheFirstAttemptLeaves() {
      OpenBatch batch = Lines.open(1, START);
      batch.claimFor(OTHER, 1);
      batch.append(Lines.failedAttempt(0, 1), NOBODY, START);
      batch.freeDue(false, START);
      assertThat(batch.claim(1)).isEqualTo(new Claim(0, 1, 2));

      batch.release(OTHER, false);

      assertThat(batch.claim(1)).as("the second attempt runs already").isNull();
    }

    @Test
    void areNotGrantedTwiceWhenTheMemberOfTheFirstAttemptDoesNotNameIt() {
      OpenBatch batch = Lines.open(1, START);
      batch.claimFor(OTHER, 1);
      batch.append(Lines.failedAttempt(0, 1), NOBODY, START);
      batch.freeDue(false, START);
      batch.claim(1);

      BitSet line = new BitSet();
      line.set(0);
      batch.disown(OTHER, line);

      assertThat(batch.claim(1)).as("the second attempt runs already").isNull();
    }

    @Test
    void endWhenAResultHasComeMeanwhile() {
      OpenBatch batch = Lines.open(1, START);
      batch.claim(1);
      batch.append(Lines.failedAttempt(0, 1), NOBODY, START);
      batch.append(Lines.chunk("late", 0), NOBODY, START);
      batch.freeDue(false, START);

      assertThat(batch.hasFree()).isFalse();
      assertThat(batch.waiting()).isZero();
      assertThat(batch.running()).as("until it is in the log").isOne();
    }

    @Test
    void goOnCountingAfterTheLogWasRead() {
      OpenBatch before = Lines.open(2, START);
      before.append(Lines.failedAttempt(0, 1), NOBODY, START);
      Cut cut = write(before, START + SECONDS.toNanos(9));

      OpenBatch after = Lines.open(2, START);
      after.read(Segment.read(cut.bytes()));

      assertThat(after.claim(9)).isEqualTo(new Claim(0, 1, 2));
      assertThat(after.claim(9)).isEqualTo(new Claim(1, 2, 1));
    }

    @Test
    void ofACancelledJobAreCancelledToo() {
      OpenBatch batch =
          new OpenBatch(
              Lines.key("job", 1), Batch.read(Lines.batch(1, 1)), (line, attempt) -> 999, START);
      batch.claim(1);
      batch.append(Lines.failedAttempt(0, 1), NOBODY, START);

      assertThat(batch.takeFree(ALL).stream()).containsExactly(0);
      batch.freeDue(false, START + 999);
      assertThat(batch.hasFree()).isFalse();
    }
  }

  @Nested
  class Segments {
    @Test
    void areDueAtOnceWhenAllLinesHaveEnded() {
      OpenBatch batch = Lines.open(2, START);
      batch.append(Lines.chunk("a", 0, 1), NOBODY, START);

      Cut cut = batch.cut(START);

      Segment segment = Segment.read(cut.bytes());
      assertThat(cut.completes()).isTrue();
      assertThat(segment.complete()).isTrue();
      assertThat(segment.batch()).isEqualTo(batch.batch().bytes());
      assertThat(Lines.records(cut.bytes())).containsExactly("0:VALUE", "1:VALUE");
    }

    @Test
    void ofAYoungBatchAreDueAfterFiveMillis() {
      OpenBatch batch = Lines.open(2, START);
      batch.append(Lines.chunk("a", 0), NOBODY, START);

      assertThat(batch.cut(START + MILLISECONDS.toNanos(5) - 1)).isNull();
      Cut cut = batch.cut(START + MILLISECONDS.toNanos(5));
      assertThat(cut.completes()).isFalse();
      assertThat(Segment.read(cut.bytes()).hasBatch()).isFalse();
    }

    @Test
    void areDueAfterATwentiethOfTheBatchesAge() {
      OpenBatch batch = Lines.open(2, 0);
      long now = SECONDS.toNanos(10);
      batch.append(Lines.chunk("a", 0), NOBODY, now);

      assertThat(batch.cut(now + MILLISECONDS.toNanos(500))).isNull();
      assertThat(batch.cut(now + MILLISECONDS.toNanos(530))).isNotNull();
    }

    @Test
    void areDueAfterASecondHoweverOldTheBatchIs() {
      OpenBatch batch = Lines.open(2, 0);
      long now = SECONDS.toNanos(100_000);
      batch.append(Lines.chunk("a", 0), NOBODY, now);

      assertThat(batch.cut(now + MILLISECONDS.toNanos(999))).isNull();
      assertThat(batch.cut(now + SECONDS.toNanos(1))).isNotNull();
    }

    @Test
    void waitForTheirOldestResultAndNotForTheirNewest() {
      OpenBatch batch = Lines.open(3, START);
      batch.append(Lines.chunk("a", 0), NOBODY, START);
      batch.append(Lines.chunk("a", 1), NOBODY, START + MILLISECONDS.toNanos(4));

      assertThat(batch.cut(START + MILLISECONDS.toNanos(5))).isNotNull();
    }

    @Test
    void goOneAtATime() {
      OpenBatch batch = Lines.open(3, START);
      long later = START + SECONDS.toNanos(9);
      batch.append(Lines.chunk("a", 0), NOBODY, START);
      Cut first = batch.cut(later);
      batch.append(Lines.chunk("a", 1, 2), NOBODY, START);

      assertThat(batch.cut(later)).as("while the first is on its way").isNull();
      batch.written(first);
      assertThat(batch.cut(later)).as("while nobody knows of the first").isNull();
      assertThat(batch.buffering()).isFalse();
      batch.told();
      assertThat(batch.buffering()).isTrue();
      assertThat(batch.cut(later).n()).isEqualTo(1);
    }

    @Test
    void closeAtAMebibyte() {
      OpenBatch batch = Lines.open(4, START);
      for (int line = 0; line < 3; line++) {
        batch.append(Lines.large(line, 500_000), NOBODY, START);
      }

      Cut first = write(batch, START);
      assertThat(Lines.records(first.bytes())).containsExactly("0:VALUE", "1:VALUE");
      assertThat(batch.cut(START)).as("the rest is small and young").isNull();
      batch.append(Lines.chunk("a", 3), NOBODY, START);
      Cut second = batch.cut(START);
      assertThat(Lines.records(second.bytes())).containsExactly("2:VALUE", "3:VALUE");
      assertThat(second.completes()).isTrue();
    }

    @Test
    void carryALargeValueAlone() {
      OpenBatch batch = Lines.open(3, START);
      batch.append(Lines.chunk("a", 0), NOBODY, START);
      batch.append(Lines.large(1, 3 << 20), NOBODY, START);
      batch.append(Lines.chunk("a", 2), NOBODY, START);

      assertThat(Lines.records(write(batch, START).bytes())).containsExactly("0:VALUE");
      assertThat(Lines.records(write(batch, START).bytes())).containsExactly("1:VALUE");
      Cut last = write(batch, START);
      assertThat(Lines.records(last.bytes())).containsExactly("2:VALUE");
      assertThat(last.completes()).isTrue();
    }

    @Test
    void completeABatchWithoutAnyTask() {
      OpenBatch batch =
          new OpenBatch(
              Lines.key("job", 1), Batch.read(Lines.batch(1, "# a", "# b")), Lines.AT_ONCE, START);

      assertThat(batch.buffering()).isTrue();
      assertThat(batch.cut(START).completes()).isTrue();
    }
  }

  @Nested
  class Duplicates {
    @Test
    void areDroppedAndTheirSenderIsAcknowledgedAllTheSame() {
      Acks acks = new Acks();
      OpenBatch batch = Lines.open(3, START);
      batch.append(Lines.chunk("first", 0, 1), acks.named("first"), START);
      batch.append(Lines.chunk("second", 1, 2), acks.named("second"), START);

      Cut cut = write(batch, START);
      cut.parts().forEach(part -> part.acknowledgement().settled(true));

      assertThat(Lines.firstRecords(java.util.List.of(cut.bytes())))
          .containsExactlyInAnyOrderEntriesOf(
              java.util.Map.of(0, "first", 1, "first", 2, "second"));
      assertThat(Lines.records(cut.bytes())).containsExactly("0:VALUE", "1:VALUE", "2:VALUE");
      assertThat(acks.heard()).containsExactly("first safe", "second safe");
    }

    @Test
    void afterCompletionAreSafeAlready() {
      OpenBatch batch = Lines.open(1, START);
      batch.append(Lines.chunk("first", 0), NOBODY, START);
      write(batch, START);

      assertThat(batch.append(Lines.chunk("late", 0), NOBODY, START))
          .isEqualTo(Appended.ALREADY_SAFE);
      assertThat(batch.completed()).isTrue();
    }

    @Test
    void thatWaitWhenTheBatchCompletesAreDrained() {
      OpenBatch batch = Lines.open(1, START);
      batch.append(Lines.chunk("first", 0), NOBODY, START);
      Cut cut = batch.cut(START);
      batch.append(Lines.chunk("late", 0), NOBODY, START);
      batch.written(cut);

      assertThat(batch.drain()).hasSize(1);
      assertThat(batch.drain()).isEmpty();
    }
  }

  @Nested
  class AnotherWriter {
    @Test
    void keepsWhatItWroteFirst() {
      OpenBatch mine = Lines.open(3, START);
      OpenBatch theirs = Lines.open(3, START);
      long later = START + SECONDS.toNanos(9);
      theirs.append(Lines.chunk("theirs", 0, 1), NOBODY, START);
      Cut their = write(theirs, later);

      mine.append(Lines.chunk("mine", 1, 2), NOBODY, START);
      Cut my = mine.cut(later);
      mine.taken(my, Segment.read(their.bytes()), later);
      mine.told();
      Cut next = mine.cut(later);

      assertThat(next.n()).isEqualTo(1);
      assertThat(Lines.records(next.bytes())).containsExactly("2:VALUE");
      assertThat(next.completes()).isTrue();
    }

    @Test
    void leavesTheOrderOfWhatWaits() {
      Acks acks = new Acks();
      OpenBatch mine = Lines.open(9, START);
      OpenBatch theirs = Lines.open(9, START);
      long later = START + SECONDS.toNanos(9);
      theirs.append(Lines.chunk("theirs", 8), NOBODY, START);
      Cut their = write(theirs, later);

      mine.append(Lines.chunk("mine", 0), acks.named("0"), START);
      mine.append(Lines.chunk("mine", 1), acks.named("1"), START);
      Cut my = mine.cut(later);
      mine.append(Lines.chunk("mine", 2), acks.named("2"), START);
      mine.taken(my, Segment.read(their.bytes()), later);
      mine.told();
      Cut next = mine.cut(later);
      next.parts().forEach(part -> part.acknowledgement().settled(true));

      assertThat(Lines.records(next.bytes())).containsExactly("0:VALUE", "1:VALUE", "2:VALUE");
      assertThat(acks.heard()).containsExactly("0 safe", "1 safe", "2 safe");
    }

    @Test
    void mayCompleteTheBatch() {
      OpenBatch mine = Lines.open(1, START);
      OpenBatch theirs = Lines.open(1, START);
      theirs.append(Lines.chunk("theirs", 0), NOBODY, START);
      Cut their = write(theirs, START);

      mine.append(Lines.chunk("mine", 0), NOBODY, START);
      mine.taken(mine.cut(START), Segment.read(their.bytes()), START);

      assertThat(mine.completed()).isTrue();
      assertThat(mine.cut(START)).isNull();
      assertThat(mine.drain()).hasSize(1);
    }

    @Test
    void mayHaveWrittenAllLinesWithoutKnowingIt() {
      OpenBatch mine = Lines.open(2, START);
      OpenBatch theirs = Lines.open(2, START);
      long later = START + SECONDS.toNanos(9);
      theirs.append(Lines.chunk("theirs", 0), NOBODY, START);
      Cut their = write(theirs, later);

      mine.append(Lines.chunk("mine", 0), NOBODY, START);
      Cut my = mine.cut(later);
      mine.append(Lines.chunk("mine", 1), NOBODY, START);
      mine.taken(my, Segment.read(their.bytes()), later);
      mine.told();
      Cut next = mine.cut(later);

      assertThat(Lines.records(next.bytes())).containsExactly("1:VALUE");
      assertThat(next.completes()).isTrue();
    }
  }

  @Nested
  class Leaving {
    @Test
    void handsBackWhatIsNotSafe() {
      OpenBatch batch = Lines.open(3, START);
      batch.append(Lines.chunk("a", 0), NOBODY, START);
      Cut cut = batch.cut(START + SECONDS.toNanos(1));
      batch.append(Lines.chunk("a", 1), NOBODY, START);

      assertThat(batch.close().stream().map(Pending::chunk))
          .containsExactly(Lines.chunk("a", 0), Lines.chunk("a", 1));
      assertThat(batch.written(cut)).as("the writer's own part is handed back already").isFalse();
      assertThat(batch.append(Lines.chunk("a", 2), NOBODY, START)).isEqualTo(Appended.GONE);
      assertThat(batch.buffering()).isFalse();
      assertThat(batch.cut(START + SECONDS.toNanos(9))).isNull();
    }

    @Test
    void twiceHandsNothingBackTwice() {
      OpenBatch batch = Lines.open(2, START);
      batch.append(Lines.chunk("a", 0), NOBODY, START);
      batch.cut(START + SECONDS.toNanos(1));

      assertThat(batch.close()).hasSize(1);
      assertThat(batch.close()).isEmpty();
    }
  }
}
