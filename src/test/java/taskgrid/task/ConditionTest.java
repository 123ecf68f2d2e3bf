package taskgrid.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {
  @ParameterizedTest
  @CsvSource({
    "value > 10, 11, true",
    "value > 10, 10, false",
    "value > 10, 9, false",
    "value >= 10, 10.0, true",
    "value < 2, -3, true",
    "value <= 2, 2, true",
    "value == 1e1, 10, true",
    "value == yes, yes, true",
    "value != yes, yes, false",
    "value != yes, no, true",
    "value < b, a, true",
    "value > 10, x, true",
    "value == 'two words', two words, true",
    "value>1&&value<3, 2, true",
    "value>1&&value<3, 3, false",
    "value < 1 || value > 3 && value != 5, 0, true",
    "value < 1 || value > 3 && value != 5, 5, false",
    "value < 1 || value > 3 && value != 5, 4, true"
  })
  void saysWhetherAValueGoesOn(String rule, String value, boolean goesOn) {
    assertThat(Condition.parse(rule).test(value)).isEqualTo(goesOn);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "value ~ it ends early; write it as in value > 10",
        "value > ~ it ends early; write it as in value > 10",
        "value > 1 && ~ it ends early; write it as in value > 10",
        "price > 1 ~ 'price' stands where value is expected",
        "value is 1 ~ 'is 1' stands where a comparison is expected, as in > 10",
        "value && 1 ~ '&&' is no comparison",
        "value > 1 value < 3 ~ && or || is expected before value",
        "value > (1) ~ '(1)' is not understood"
      })
  void whatIsNoRuleIsRefusedWithAReason(String rule, String reason) {
    assertThatThrownBy(() -> Condition.parse(rule))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(reason);
  }

  @Test
  void isEqualToOneThatIsWrittenAlike() {
    assertThat(Condition.parse("value > 1"))
        .isEqualTo(Condition.parse("value > 1"))
        .hasToString("value > 1")
        .isNotEqualTo(Condition.parse("value > 2"));
  }
}
