package taskgrid.grid.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import taskgrid.grid.log.JobLog.Parked;

class LogIndexTest {
  private final HandClock clock = new HandClock();
  private final LogIndex index = new LogIndex(clock, 9);
  private final List<String> answered = new ArrayList<>();

  /** A clock that stands until it is moved. */
  private static final class HandClock extends Clock {
    long now = 1_000;

    @Override
    public long millis() {
      return now;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(now);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private void park(String name, long deadline) {
    index.of("job").park(new Parked(() -> answered.add(name), deadline), 1);
  }

  @Test
  void aWrittenSegmentAnswersWaitingReaders() {
    park("one", 2_000);
    park("two", 2_000);
    index.written(Logs.key(1), Logs.values(1, 1, 0, true, 0));

    assertThat(answered).containsExactly("one", "two");
    index.tick();
    assertThat(answered).hasSize(2);
  }

  @Test
  void aSegmentThatIsKnownAnswersNobody() {
    index.written(Logs.key(1), Logs.values(1, 1, 0, true, 0));
    index.of("job").park(new Parked(() -> answered.add("one"), 2_000), 2);
    index.written(Logs.key(1), Logs.values(1, 1, 0, true, 0));

    assertThat(answered).isEmpty();
  }

  @Test
  void aStubAnswersWaitingReaders() {
    park("one", 2_000);
    index.dropped(Logs.key(1), Logs.stub(1, 1));

    assertThat(answered).containsExactly("one");
  }

  @Test
  void aReaderThatHasWaitedLongEnoughIsAnswered() {
    park("one", 1_500);
    clock.now = 1_499;
    index.tick();
    assertThat(answered).isEmpty();

    clock.now = 1_500;
    index.tick();
    assertThat(answered).containsExactly("one");
  }

  @Test
  void aForgottenJobAnswersItsReadersAndIsGone() {
    index.written(Logs.key(1), Logs.values(1, 1, 0, true, 0));
    index.of("job").park(new Parked(() -> answered.add("one"), 2_000), 2);
    index.forget("job");

    assertThat(answered).containsExactly("one");
    assertThat(index.peek("job")).isNull();
    assertThat(index.has(Logs.key(1))).isFalse();
  }

  @Test
  void logsOfPartitionsThatLeftAreGone() {
    index.written(Logs.key(1), Logs.values(1, 1, 0, true, 0));
    index.written(Logs.key(2), Logs.values(2, 1, 0, true, 0));
    index.evict(key -> key.first() == 1);

    assertThat(index.has(Logs.key(1))).isFalse();
    assertThat(index.keysOf("job")).containsExactly(Logs.key(2));
  }

  @Test
  void undeliveredBytesAreOfAllJobs() {
    byte[] segment = Logs.values(1, 1, 0, true, 0);
    index.written(Logs.key(1), segment);
    index.written(new taskgrid.grid.BatchKey("other", 0, 1, 7), segment);

    assertThat(index.undeliveredBytes()).isEqualTo(2L * segment.length);
  }

  @Test
  void aJobOfWhichNothingIsKnownLeavesNothingBehind() {
    assertThat(index.peek("job")).isNull();
    assertThat(index.has(Logs.key(1))).isFalse();
    assertThat(index.keysOf("job")).isEmpty();
    assertThat(index.jobs()).isEmpty();
  }
}
