package taskgrid.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskNumbersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          17          | 17
          1-100       | 1-100
          5-5         | 5
          1,3,2       | 1-3
          9-12,1-4    | 1-4,9-12
          1-9,3-5     | 1-9
          1-4,5-8     | 1-8
          1-4,6-8     | 1-4,6-8
          007         | 7
          """)
  void areReadAndWrittenAsShortAsTheyCanBe(String typed, String shown) {
    assertThat(TaskNumbers.parse(typed)).hasToString(shown);
    assertThat(TaskNumbers.parse(shown)).isEqualTo(TaskNumbers.parse(typed));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2,4,7-9 | 1 | 2
          2,4,7-9 | 2 | 2,4
          2,4,7-9 | 4 | 2,4,7-8
          2,4,7-9 | 5 | 2,4,7-9
          2,4,7-9 | 6 | 2,4,7-9
          """)
  void theLowestOfThemAreTaken(String typed, long count, String lowest) {
    assertThat(TaskNumbers.parse(typed).lowest(count)).hasToString(lowest);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "x", "1-", "-1", "1-2-3", "1,,2", "1 2", "5-4", "1-0", "9e9"})
  void whatIsNoNumberIsRefused(String typed) {
    assertThatThrownBy(() -> TaskNumbers.parse(typed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("NumberFormat");
  }

  @Test
  void numbersInAndBetweenRangesAreToldApart() {
    TaskNumbers some = TaskNumbers.parse("3-5,9,20-1000000");

    assertThat(some.contains(2)).isFalse();
    assertThat(some.contains(3)).isTrue();
    assertThat(some.contains(5)).isTrue();
    assertThat(some.contains(6)).isFalse();
    assertThat(some.contains(9)).isTrue();
    assertThat(some.contains(19)).isFalse();
    assertThat(some.contains(999_999)).isTrue();
    assertThat(some.contains(1_000_001)).isFalse();
  }

  @Test
  void overlapsWhatTouchesOneOfThem() {
    TaskNumbers some = TaskNumbers.parse("3-5,9");

    assertThat(some.overlaps(1, 2)).isFalse();
    assertThat(some.overlaps(1, 3)).isTrue();
    assertThat(some.overlaps(4, 4)).isTrue();
    assertThat(some.overlaps(6, 8)).isFalse();
    assertThat(some.overlaps(6, 100)).isTrue();
    assertThat(some.overlaps(10, 100)).isFalse();
  }
}
