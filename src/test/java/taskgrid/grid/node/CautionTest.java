package taskgrid.grid.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CautionTest {
  private long now = 1_000_000;
  private final Caution caution = new Caution(new HandClock());

  /** A clock that stands until it is moved. */
  private final class HandClock extends Clock {
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

  @BeforeEach
  void begin() {
    caution.tick();
  }

  @Test
  void aMemberThatStartsSlowlyWasNotStopped() {
    Caution starting = new Caution(new HandClock());
    now += Caution.JUMP_MILLIS + 1;

    assertThat(starting.mayStart()).isTrue();
    assertThat(starting.tick()).isFalse();
    assertThat(starting.mayStart()).isTrue();
  }

  @Test
  void aMemberWhoseClockGoesOnMayStartTasks() {
    for (int tick = 0; tick < 100; tick++) {
      now += 900;
      assertThat(caution.tick()).isFalse();
      assertThat(caution.mayStart()).isTrue();
    }
  }

  @Test
  void aSleeperStartsNothingForAWhile() {
    now += Caution.JUMP_MILLIS + 1;
    assertThat(caution.tick()).as("the jump is noticed").isTrue();
    assertThat(caution.tick()).as("once").isFalse();

    assertThat(caution.mayStart()).isFalse();
    for (int ticks = 0; ticks < 9; ticks++) {
      now += 1_000;
      caution.tick();
    }
    assertThat(caution.mayStart()).isFalse();
    now += 1_000;
    assertThat(caution.mayStart()).isTrue();
  }

  @Test
  void aSleeperStartsNothingEvenBeforeItsNextTick() {
    now += Caution.JUMP_MILLIS + 1;

    assertThat(caution.mayStart()).isFalse();
  }

  @Test
  void aClockThatJumpsBackIsNoticedToo() {
    now -= Caution.JUMP_MILLIS + 1;

    assertThat(caution.mayStart()).isFalse();
    assertThat(caution.tick()).isTrue();
  }
}
