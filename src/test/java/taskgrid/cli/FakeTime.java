package taskgrid.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes when somebody says so. */
final class FakeTime {
  static final Instant NOW = Instant.parse("2026-11-21T10:00:00.123456Z");

  private final AtomicLong nanos = new AtomicLong();

  void pass(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  Timing timing() {
    return new Timing(Clock.fixed(NOW, ZoneOffset.UTC), nanos::get, this::pass);
  }
}
