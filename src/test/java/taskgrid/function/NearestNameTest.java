package taskgrid.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
  private static final List<String> NAMES = List.of("double", "square", "add", "subtract", "echo");

  @ParameterizedTest
  @CsvSource({
    "doubel,double",
    "duble,double",
    "doublee,double",
    "SQUARE,square",
    "substract,subtract",
    "ad,add",
    "echo,echo",
    "frobnicate,",
    "x,",
    "'',"
  })
  void theNameThatWasProbablyMeantIsFound(String typed, String meant) {
    assertThat(NearestName.of(typed, NAMES)).isEqualTo(meant);
  }
}
