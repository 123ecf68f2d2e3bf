package taskgrid.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "250ms,PT0.25S",
    "5s,PT5S",
    "1m30s,PT1M30S",
    "2h,PT2H",
    "1.5s,PT1.5S",
    "0.25ms,PT0.00025S",
    "0,PT0S",
    "0s,PT0S",
    "100us,PT0.0001S",
    "1d2h3m4s5ms6us,PT26H3M4.005006S",
    "1m30.5s,PT1M30.5S",
    "90m,PT1H30M"
  })
  void peopleWriteDurationsLikeThese(String text, Duration duration) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "s",
        "5 s",
        " 5s",
        "5s ",
        "-5s",
        "+5s",
        "5S",
        "5sec",
        "1e3s",
        "30s1m",
        "1s1s",
        ".5s",
        "5.s",
        "5,5s",
        "10000000000h",
        "99999999999999999999s",
        "٣s"
      })
  void whatIsNoDurationIsRefused(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a duration such as 250ms, 5s, 1m30s or 2h: \"" + text + "\"");
  }

  @Test
  void aMissingUnitIsNamed() {
    assertThatThrownBy(() -> Durations.parse("5"))
        .hasMessage("not a duration such as 250ms, 5s, 1m30s or 2h: \"5\", its unit is missing");
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S,0",
    "PT0.25S,250ms",
    "PT5S,5s",
    "PT1M30S,1m30s",
    "PT2H,2h",
    "PT24H,24h",
    "PT1.5S,1.5s",
    "PT0.00025S,0.25ms",
    "PT1H0.5S,1h0.5s",
    "PT-5S,-5s"
  })
  void durationsAreWrittenShort(Duration duration, String text) {
    assertThat(Durations.format(duration)).isEqualTo(text);
  }

  @Test
  void whatIsWrittenIsReadBack() {
    Random random = new Random(3);
    for (int i = 0; i < 10_000; i++) {
      Duration duration = Duration.ofNanos(random.nextLong() >>> random.nextInt(1, 64));
      assertThat(Durations.parse(Durations.format(duration))).isEqualTo(duration);
    }
  }
}
