package taskgrid.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhereTest {
  private static final Map<String, String> LABELS =
      Map.of("gpu", "yes", "zone", "us-1", "in", "x", "note", "two words", "empty", "");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpu",
        "gpu == yes",
        "gpu==yes",
        "'gpu' == \"yes\"",
        "gpu == yes && zone != eu",
        "gpu == no || zone == us-1",
        "zone in (eu, us-1)",
        "zone in [us-1]",
        "!(zone in (eu, us))",
        "!ssd",
        "!!gpu",
        "ssd != yes",
        "note == 'two words'",
        "empty == ''",
        "in == x",
        "in in (x)",
        "gpu == no && zone == eu || gpu",
        "gpu || zone == eu && gpu == no",
        "(gpu || ssd) && (zone == us-1)",
      })
  void matches(String rule) {
    assertThat(Where.parse(rule).matches(LABELS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssd",
        "gpu == no",
        "gpu == YES",
        "gpu != yes",
        "!gpu",
        "ssd == yes",
        "ssd in (yes)",
        "zone in (eu, us)",
        "(gpu || ssd) && zone == eu",
        "!(gpu == yes && zone != eu)",
      })
  void doesNotMatch(String rule) {
    assertThat(Where.parse(rule).matches(LABELS)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          ``              ~ it ends where a label is expected
          gpu ==          ~ it ends where a value is expected
          gpu = yes       ~ what begins with '= yes' is not understood
          gpu yes         ~ 'yes' at position 5, where &&, || or the end is expected
          (gpu            ~ it ends where ')' is expected
          gpu && || ssd   ~ '||' at position 8, where a label is expected
          zone in eu      ~ 'eu' at position 9, where '(' is expected
          zone in (eu us) ~ 'us' at position 13, where ')' is expected
          zone in (eu]    ~ ']' at position 12, where ')' is expected
          gpu == 'yes     ~ what begins with ''yes' is not understood
          gpu & ssd       ~ what begins with '& ssd' is not understood
          """)
  void whatIsNoRuleIsRefusedWithItsPlace(String rule, String reason) {
    assertThatThrownBy(() -> Where.parse(rule))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpu == yes", " gpu  in ( a,b ) "})
  void isWrittenAsItWas(String rule) {
    assertThat(Where.parse(rule)).hasToString(rule).isEqualTo(Where.parse(rule));
  }
}
