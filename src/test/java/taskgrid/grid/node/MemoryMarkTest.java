package taskgrid.grid.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import taskgrid.grid.BatchKey;
import taskgrid.grid.ShiftedClock;
import taskgrid.grid.layout.RecordWriter;
import taskgrid.grid.layout.SegmentBuilder;
import taskgrid.grid.log.JobLog;
import taskgrid.grid.log.LogIndex;

class MemoryMarkTest {
  private static final int MIB = 1 << 20;
  private static final long HEAP = 512 * MIB;

  private final ShiftedClock clock = new ShiftedClock();
  private final LogIndex index = new LogIndex(clock, 1);
  private final AtomicLong stored = new AtomicLong();
  private final MemoryMark memory = new MemoryMark(stored::get, index, clock, HEAP);

  @BeforeEach
  void measure() {
    memory.measure();
  }

  private void holds(long bytes) {
    stored.set(bytes);
    memory.measure();
  }

  private void unread(String job, int mebibytes) {
    RecordWriter records = new RecordWriter(0);
    records.value(0, 1, 0, 0, new byte[mebibytes * MIB], 0, mebibytes * MIB);
    SegmentBuilder segment = new SegmentBuilder(0, 1, 1, 1, 0);
    segment.add(records.toChunk("a:1"));
    index.written(new BatchKey(job, 0, 1, 0), segment.build(true, null));
  }

  private JobLog heard(String job) {
    JobLog log = index.of(job);
    log.heard(1, List.of(), 0, clock.millis());
    log.reads(0);
    return log;
  }

  @Test
  void creditEndsAtHalfTheHeap() {
    holds(HEAP / 2 - 3 * MIB);
    assertThat(memory.credit("a")).isEqualTo(3 * MIB);

    holds(HEAP / 2 + 1);
    assertThat(memory.credit("a")).isZero();
  }

  @Test
  void whatIsStoredCountsBeforeItIsMeasured() {
    memory.stored(MIB / 2);
    assertThat(memory.used()).as("here, and as much for others").isEqualTo(MIB);

    holds(MIB);
    assertThat(memory.used()).isEqualTo(MIB);
  }

  @Test
  void farBelowTheMarkItIsMeasuredOnceInAWhile() {
    memory.look();
    stored.set(7);
    memory.look();
    assertThat(memory.used()).as("just measured").isZero();

    clock.forward(Duration.ofSeconds(1));
    memory.look();
    assertThat(memory.used()).isEqualTo(7);
  }

  @Test
  void nearTheMarkEveryLookMeasures() {
    memory.look();
    memory.stored(100 * MIB);
    stored.set(7);
    memory.look();
    assertThat(memory.used()).isEqualTo(7);
  }

  @Test
  void largeEntriesLowerTheMarkForAWhile() {
    memory.stored(10 * MIB);
    holds(HEAP / 2 - 80 * MIB + 1);
    assertThat(memory.credit("a")).isZero();
    assertThat(memory.excess()).isPositive();

    clock.forward(Duration.ofSeconds(61));
    memory.measure();
    assertThat(memory.credit("a")).as("lately").isZero();
    clock.forward(Duration.ofSeconds(61));
    memory.measure();
    assertThat(memory.credit("a")).isPositive();
  }

  @Test
  void howeverLargeTheyAreAQuarterOfItStays() {
    memory.stored(100 * MIB);

    holds(HEAP / 8 - MIB);
    assertThat(memory.credit("a")).isEqualTo(MIB);
  }

  @Test
  void deliveredResultsGoBeforeTheMarkIsReached() {
    holds(HEAP / 2 / 10 * 8);
    assertThat(memory.excess()).isZero();

    holds(HEAP / 2 / 10 * 8 + MIB);
    assertThat(memory.excess()).isEqualTo(HEAP / 2 / 10 + MIB);
  }

  @Test
  void itIsFullHalfAsMuchBeyondTheMark() {
    holds(HEAP / 2 + HEAP / 4);
    assertThat(memory.isFull()).isFalse();

    holds(HEAP / 2 + HEAP / 4 + 1);
    assertThat(memory.isFull()).isTrue();
  }

  @Test
  void jobsShareTheMarkAndAReaderThatStopsHoldsBackItsOwn() {
    heard("a");
    heard("b");
    memory.asked("a");
    memory.asked("b");

    unread("a", 65);
    assertThat(memory.overShare("a")).isTrue();
    assertThat(memory.overShare("b")).isFalse();
    assertThat(memory.credit("a")).isZero();
    assertThat(memory.credit("b")).isPositive();
  }

  @Test
  void aJobWithoutAReaderIsHeldBackOnlyByAFullMember() {
    unread("a", 130);
    assertThat(memory.overShare("a")).isFalse();

    heard("a");
    assertThat(memory.overShare("a")).isTrue();
    clock.forward(Duration.ofSeconds(20));
    assertThat(memory.overShare("a")).as("its submitter has gone").isFalse();
  }

  @Test
  void ofWhatHasNoEndOnlyHalfAShareMayLieUnread() {
    unread("a", 63);
    assertThat(memory.overHalfShare("a")).isFalse();

    unread("b", 65);
    assertThat(memory.overHalfShare("b")).isTrue();
  }
}
