package taskgrid.grid.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import taskgrid.grid.log.JobLog.Page;
import taskgrid.grid.log.JobLog.Parked;
import taskgrid.task.JobCounts;
import taskgrid.task.TaskResult;

class JobLogTest {
  private static final int ALL = Integer.MAX_VALUE;
  private static final Runnable NOTHING = () -> {};

  private final JobLog log = new JobLog();

  private static List<String> names(Page page) {
    return page.arrivals().stream()
        .map(arrival -> arrival.key().first() + "/" + arrival.n())
        .toList();
  }

  private List<String> after(long cursor) {
    return names(log.after(cursor, ALL, ALL, false));
  }

  private boolean add(long first, byte[] segment) {
    return log.add(Logs.key(first), segment, 100);
  }

  @Nested
  class Reading {
    @Test
    void walksSegmentsInTheOrderOfTheirArrival() {
      add(11, Logs.values(11, 2, 0, false, 0));
      add(1, Logs.values(1, 1, 0, true, 0));
      add(11, Logs.values(11, 2, 1, true, 1));

      assertThat(after(0)).containsExactly("11/0", "1/0", "11/1");
    }

    @Test
    void goesOnAtItsCursor() {
      add(1, Logs.values(1, 1, 0, true, 0));
      long cursor = log.after(0, ALL, ALL, false).cursor();
      assertThat(after(cursor)).isEmpty();
      add(2, Logs.values(2, 1, 0, true, 0));

      assertThat(after(cursor)).containsExactly("2/0");
      assertThat(after(0)).as("another reader begins at the beginning").hasSize(2);
    }

    @Test
    void getsPagesOfAboutTheSizeThatItAsksFor() {
      for (int first = 1; first <= 5; first++) {
        add(first, Logs.values(first, 1, 0, true, 0));
      }
      int size = log.after(0, ALL, ALL, false).arrivals().get(0).size();

      Page two = log.after(0, 2 * size, ALL, false);
      assertThat(names(two)).containsExactly("1/0", "2/0");
      Page one = log.after(two.cursor(), 1, ALL, false);
      assertThat(names(one)).as("at least one").containsExactly("3/0");
      assertThat(names(log.after(one.cursor(), ALL, 1, false))).containsExactly("4/0");
    }

    @Test
    void getsASegmentOnceHoweverOftenItIsTold() {
      assertThat(add(1, Logs.values(1, 2, 0, false, 0))).isTrue();
      assertThat(add(1, Logs.values(1, 2, 0, false, 0))).isFalse();

      assertThat(after(0)).containsExactly("1/0");
    }

    @Test
    void getsNothingOfALogThatLeft() {
      add(1, Logs.values(1, 1, 0, true, 0));
      add(2, Logs.values(2, 1, 0, true, 0));
      log.remove(Logs.key(1));

      assertThat(after(0)).containsExactly("2/0");
      assertThat(log.has(Logs.key(1))).isFalse();
      assertThat(log.bytes()).isEqualTo(log.after(0, ALL, ALL, false).arrivals().get(0).size());
    }

    @Test
    void getsALogThatCameBackAgain() {
      add(1, Logs.values(1, 1, 0, true, 0));
      long cursor = log.after(0, ALL, ALL, false).cursor();
      log.remove(Logs.key(1));
      add(1, Logs.values(1, 1, 0, true, 0));

      assertThat(after(cursor)).containsExactly("1/0");
    }
  }

  @Nested
  class Waiting {
    @Test
    void endsAtOnceWhereThereIsMoreByNow() {
      long cursor = log.after(0, ALL, ALL, false).cursor();
      add(1, Logs.values(1, 1, 0, true, 0));

      assertThat(log.park(new Parked(NOTHING, 500), cursor)).isFalse();
    }

    @Test
    void endsWithTheNextArrivalForAll() {
      Parked one = new Parked(NOTHING, 500);
      Parked two = new Parked(NOTHING, 900);
      assertThat(log.park(one, 1)).isTrue();
      assertThat(log.park(two, 1)).isTrue();

      assertThat(log.unpark(true, 0)).containsExactly(one, two);
      assertThat(log.unpark(true, 0)).isEmpty();
    }

    @Test
    void endsWhenItsTimeIsOver() {
      Parked one = new Parked(NOTHING, 500);
      log.park(one, 1);
      log.park(new Parked(NOTHING, 900), 1);

      assertThat(log.unpark(false, 499)).isEmpty();
      assertThat(log.unpark(false, 500)).containsExactly(one);
    }
  }

  @Nested
  class Stubs {
    @Test
    void takeThePlaceOfTheirLog() {
      add(1, Logs.values(1, 2, 0, true, 0, 1));
      long cursor = log.after(0, ALL, ALL, false).cursor();

      assertThat(log.addStub(Logs.key(1), Logs.stub(1, 2))).isTrue();

      assertThat(after(0)).containsExactly("1/-1");
      assertThat(after(cursor)).as("who has read the log is told too").containsExactly("1/-1");
      assertThat(log.bytes()).isZero();
      assertThat(log.undeliveredBytes()).isZero();
      assertThat(log.summary().counts()).isEqualTo(new JobCounts(0, 0, 2, 0, 0));
      assertThat(log.complete(Logs.key(1))).isTrue();
    }

    @Test
    void areToldOnce() {
      log.addStub(Logs.key(1), Logs.stub(1, 2));

      assertThat(log.addStub(Logs.key(1), Logs.stub(1, 2))).isFalse();
      assertThat(after(0)).containsExactly("1/-1");
    }

    @Test
    void areNotUndoneByASegmentThatIsLate() {
      log.addStub(Logs.key(1), Logs.stub(1, 2));

      assertThat(add(1, Logs.values(1, 2, 0, true, 0, 1))).isFalse();
      assertThat(log.summary().counts().succeeded()).isEqualTo(2);
    }

    @Test
    void ofWhatTheSubmitterHasWrittenOutAreNothingNewToIt() {
      log.addStub(Logs.key(1), Logs.stub(1, 2));
      log.addStub(Logs.key(3), Logs.stub(3, 2));
      log.heard(3, List.of(), 0, 100);

      assertThat(names(log.after(0, ALL, ALL, true))).containsExactly("3/-1");
      assertThat(after(0)).hasSize(2);
    }
  }

  @Nested
  class Readers {
    @Test
    void thatTakeWhatComesHaveReadToTheEndUntilSomethingNewComes() {
      log.heard(1, List.of(), 0, 1000);
      log.reads(0);
      assertThat(log.isReadToEnd()).as("there is nothing").isTrue();

      add(1, Logs.values(1, 2, 0, true, 0, 1));
      assertThat(log.isReadToEnd()).isFalse();

      log.reads(log.after(0, ALL, ALL, true).cursor());
      assertThat(log.isReadToEnd()).isTrue();
    }

    @Test
    void inOrderSayWhatTheyMustHaveAndNotHowFarTheyAre() {
      log.heard(1, List.of(), 7, 1000);
      log.reads(JobLog.NO_CURSOR);

      assertThat(log.isReadToEnd()).isFalse();
      assertThat(log.hasReader(1000)).isTrue();
    }

    @Test
    void areThoseThatWereHeardOfLately() {
      log.heard(1, List.of(), 0, 1000);
      assertThat(log.hasReader(0)).as("it takes no results").isFalse();

      log.reads(0);
      assertThat(log.hasReader(1000)).isTrue();
      assertThat(log.hasReader(1001)).isFalse();
      log.alive(2000);
      assertThat(log.hasReader(1001)).isTrue();
    }
  }

  @Nested
  class Delivered {
    @Test
    void bytesAreNotHeldAgainstTheJobAnyMore() {
      add(1, Logs.values(1, 2, 0, true, 0, 1));
      add(3, Logs.values(3, 2, 0, true, 0, 1));
      long each = log.bytes() / 2;
      assertThat(log.undeliveredBytes()).isEqualTo(2 * each);

      log.heard(1, List.of(3L), 0, 100);
      assertThat(log.undeliveredBytes()).isEqualTo(each);
      log.heard(3, List.of(), 0, 100);
      assertThat(log.undeliveredBytes()).isZero();
    }

    @Test
    void linesBelowAMarkStayDeliveredWhenTheirLogComesLater() {
      log.heard(3, List.of(), 0, 100);
      add(1, Logs.values(1, 2, 0, false, 0));
      add(1, Logs.values(1, 2, 1, true, 1));

      assertThat(log.undeliveredBytes()).isZero();
      assertThat(log.droppable(100, Long.MIN_VALUE, 1, false)).hasSize(1);
    }

    @Test
    void bytesAreNotCountedWhenALogIsReadAgainInParts() {
      add(1, Logs.values(1, 2, 0, false, 0));
      log.heard(1, List.of(1L), 0, 100);
      add(1, Logs.values(1, 2, 1, true, 1));
      assertThat(log.undeliveredBytes()).isZero();

      log.remove(Logs.key(1));
      assertThat(log.undeliveredBytes()).isZero();
    }

    @Test
    void isAllThatACompleteReaderHasSeen() {
      add(1, Logs.values(1, 1, 0, true, 0));
      add(2, Logs.values(2, 2, 0, false, 0));
      log.allDelivered(100);

      assertThat(log.droppable(100, Long.MIN_VALUE, ALL, false))
          .extracting(d -> d.key().first())
          .containsExactly(1L);
    }
  }

  @Nested
  class Dropping {
    @Test
    void takesTheOldestDeliveryFirstAndNotMoreThanWanted() {
      for (int first = 1; first <= 3; first++) {
        add(first, Logs.values(first, 1, 0, true, 0));
      }
      log.heard(1, List.of(2L), 0, 100);
      log.heard(1, List.of(3L), 0, 200);
      log.heard(1, List.of(1L), 0, 300);
      long size = log.bytes() / 3;

      assertThat(firsts(log.droppable(300, Long.MIN_VALUE, size + 1, false)))
          .containsExactly(2L, 3L);
      assertThat(firsts(log.droppable(300, Long.MIN_VALUE, size, false)))
          .as("what is being dropped is not chosen again")
          .containsExactly(1L);
    }

    @Test
    void leavesWhatNobodyHasRead() {
      add(1, Logs.values(1, 1, 0, true, 0));

      assertThat(log.droppable(Long.MAX_VALUE, Long.MIN_VALUE, ALL, false)).isEmpty();
    }

    @Test
    void takesWhatNobodyHasReadWhenItsOwnTimeIsOver() {
      add(1, Logs.values(1, 1, 0, true, 0));

      assertThat(log.droppable(Long.MIN_VALUE, 99, ALL, false)).isEmpty();
      assertThat(firsts(log.droppable(Long.MIN_VALUE, 100, ALL, false))).containsExactly(1L);
    }

    @Test
    void leavesFailuresToThoseWhoLookForThemWhereThatIsWanted() {
      add(1, Logs.failures(1, 1, 0, true, 0));
      add(2, Logs.values(2, 1, 0, true, 0));
      log.heard(3, List.of(), 0, 100);

      assertThat(firsts(log.droppable(100, 99, ALL, true))).containsExactly(2L);
      assertThat(firsts(log.droppable(100, 100, ALL, true))).containsExactly(1L);
    }

    @Test
    void leavesALogThatIsNotComplete() {
      add(1, Logs.values(1, 2, 0, false, 0));
      log.heard(1, List.of(1L), 0, 100);

      assertThat(log.droppable(Long.MAX_VALUE, Long.MAX_VALUE, ALL, false)).isEmpty();
    }

    @Test
    void mayBeTriedAgain() {
      add(1, Logs.values(1, 1, 0, true, 0));
      log.heard(2, List.of(), 0, 100);
      log.droppable(100, Long.MIN_VALUE, ALL, false);
      log.kept(Logs.key(1));

      assertThat(firsts(log.droppable(100, Long.MIN_VALUE, ALL, false))).containsExactly(1L);
    }

    private List<Long> firsts(List<JobLog.Droppable> droppable) {
      return droppable.stream().map(d -> d.key().first()).toList();
    }
  }

  @Nested
  class Counts {
    @Test
    void areOfEveryTasksFirstRecord() {
      add(1, Logs.values(1, 4, 0, false, 0, 1));
      add(1, Logs.failures(1, 4, 1, false, 1, 2));
      add(1, Logs.cancelled(1, 4, 2, true, 0, 2, 3));

      assertThat(log.summary().counts()).isEqualTo(new JobCounts(0, 0, 2, 1, 1));
      assertThat(log.summary().lastLine()).isEqualTo(4);
      assertThat(log.summary().lastResult()).isEqualTo(100);
    }

    @Test
    void nameTheMembersThatRanTasks() {
      add(1, Logs.segment(1, 2, 0, false, "m2", 0));
      add(1, Logs.segment(1, 2, 1, true, "m1", 1));
      add(3, Logs.cancelled(3, 1, 0, true, 0));

      assertThat(log.summary().members()).containsExactly("m1", "m2");
    }

    @Test
    void keepTheFirstFiveFailuresByNumber() {
      for (int first : List.of(90, 10, 80, 20, 70, 30)) {
        add(first, Logs.failures(first, 2, 0, true, 0, 1));
      }

      assertThat(log.summary().failures())
          .extracting(TaskResult::task)
          .containsExactly(10L, 11L, 20L, 21L, 30L);
      assertThat(log.summary().failures().get(0).error()).isEqualTo("reason 10");
    }

    @Test
    void forgetALogThatLeft() {
      add(1, Logs.values(1, 1, 0, true, 0));
      add(2, Logs.failures(2, 1, 0, true, 0));
      log.remove(Logs.key(2));

      assertThat(log.summary().counts()).isEqualTo(new JobCounts(0, 0, 1, 0, 0));
      assertThat(log.summary().failures()).as("its new owner tells of it").isEmpty();
    }
  }

  @Test
  void theSubmitterIsHeardWithItsHead() {
    log.heard(1, new ArrayList<>(), 17, 123);

    assertThat(log.head()).isEqualTo(17);
    assertThat(log.summary().submitterHeard()).isEqualTo(123);
  }
}
