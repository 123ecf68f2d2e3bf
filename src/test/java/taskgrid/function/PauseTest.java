package taskgrid.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PauseTest {
  private static final long LONG = TimeUnit.HOURS.toNanos(1);

  static List<Pause> pauses() {
    return List.of(Pause::sleep, Pause::spin);
  }

  @ParameterizedTest
  @MethodSource("pauses")
  void anInterruptEndsItAtOnce(Pause pause) {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> pause.nanos(LONG)).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("pauses")
  void itNeverEndsTooEarly(Pause pause) throws InterruptedException {
    for (long nanos : new long[] {0, 1, 400_000, 1_400_000}) {
      long start = System.nanoTime();
      pause.nanos(nanos);
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(nanos);
    }
  }

  @Test
  void membersSleepAndSpinForReal() {
    FunctionSource functions = BuiltInFunctions.with(null);

    for (String name : List.of("sleep", "spin")) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> functions.find(name, "job").apply("1h", new Running.Context()))
          .isInstanceOf(InterruptedException.class);
    }
  }
}
