package taskgrid.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HaltTest {
  @ParameterizedTest
  @ValueSource(strings = {"now,fail=1", "soon,fail=3", "now,fail=100%", "soon,fail=3%"})
  void isReadAsItIsWritten(String text) {
    assertThat(Halt.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "now", "fail=1", "later,fail=1", "now,fail=0", "now,fail=0%", "now,fail=101%"})
  void whatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> Halt.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void soManyFailuresAreEnough() {
    Halt halt = Halt.parse("soon,fail=3");

    assertThat(halt.isReached(1_000_000, 2)).isFalse();
    assertThat(halt.isReached(1_000_000, 3)).isTrue();
    assertThat(halt.isReached(0, 4)).isTrue();
  }

  @Test
  void perCentIsOfTheTasksThatHaveEndedAndOfAtLeastThreeFailures() {
    Halt halt = Halt.parse("now,fail=10%");

    assertThat(halt.isReached(0, 2)).as("two of two").isFalse();
    assertThat(halt.isReached(0, 3)).isTrue();
    assertThat(halt.isReached(27, 3)).isTrue();
    assertThat(halt.isReached(28, 3)).isFalse();
    assertThat(halt.isReached(900_000_000_000L, 100_000_000_000L)).isTrue();
  }

  @Test
  void theReasonSaysWhy() {
    assertThat(Halt.parse("now,fail=2").reason(8, 2))
        .isEqualTo("halted: 2 of 10 tasks failed (--halt now,fail=2)");
  }
}
