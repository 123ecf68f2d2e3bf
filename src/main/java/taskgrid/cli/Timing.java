package taskgrid.cli;

import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The ways in which time passes here.
 *
 * @param clock for instants that people see
 * @param nanos for how long things take; only differences mean something
 * @param pause waits between two looks at something that cannot be waited on
 */
record Timing(Clock clock, LongSupplier nanos, Pause pause) {
  /** Waits. */
  interface Pause {
    void forDuration(Duration duration) throws InterruptedException;
  }

  static Timing real() {
    return new Timing(
        Clock.systemUTC(), System::nanoTime, duration -> Thread.sleep(duration.toMillis()));
  }
}
