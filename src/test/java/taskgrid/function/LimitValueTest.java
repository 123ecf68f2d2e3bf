package taskgrid.function;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitValueTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{1}    |     | 137.72.95.0:foo  | 137.72.95.0",
        "{2}    |     | 137.72.95.0:foo  | foo",
        "{1}    |     | double 21        | double",
        "{2}    |     | double  21       | 21",
        "{}     |     | double 21        | double 21",
        "{2}-{1}| ,   | a,b,c            | b-a",
        "{3}    | ,   | a,b              | ''",
        "{1}    | ;+  | a;;b             | a",
        "x{1}y  |     | 'a b'            | xay",
      })
  void aLineCountsAsItsColumns(String template, String columns, String line, String value)
      throws InvalidTask {
    byte[] bytes = ("##" + line).getBytes(UTF_8);

    assertThat(LimitValue.of(template, columns).of(bytes, 2, bytes.length - 2)).isEqualTo(value);
  }

  @Test
  void aTemplateWithoutAColumnIsRefused() {
    assertThatThrownBy(() -> LimitValue.of("ip", null))
        .hasMessage("--limit-per \"ip\" has no placeholder such as {1} or {}");
  }

  @Test
  void anExpressionThatIsNoneIsRefused() {
    assertThatThrownBy(() -> LimitValue.of("{1}", "(")).hasMessageStartingWith("--colsep: ");
  }
}
