package taskgrid.grid;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicLong;

/** The machine's clock, which a test can put forward. */
public final class ShiftedClock extends Clock {
  private final Clock clock = Clock.systemUTC();
  private final AtomicLong shift = new AtomicLong();

  public void forward(Duration by) {
    shift.addAndGet(by.toMillis());
  }

  @Override
  public long millis() {
    return clock.millis() + shift.get();
  }

  @Override
  public Instant instant() {
    return clock.instant().plusMillis(shift.get());
  }

  @Override
  public ZoneId getZone() {
    return clock.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
