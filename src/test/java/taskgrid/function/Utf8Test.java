package taskgrid.function;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "Grüße", "😀", "a replacement \uFFFD by right", "\0"})
  void textIsReadAndWritten(String text) throws InvalidTask {
    assertThat(Utf8.decode(text.getBytes(UTF_8))).isEqualTo(text);
    assertThat(Utf8.encode(text)).isEqualTo(text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource({"FF,1", "61FF,2", "61C3,2", "C3A4E9,3", "EFBFBDC0,4", "EDA080,1", "F09F98,1"})
  void bytesThatAreNotUtf8AreRefusedWithTheirPlace(String hex, int place) {
    byte[] bytes = HexFormat.of().parseHex(hex);

    assertThatThrownBy(() -> Utf8.decode(bytes))
        .isInstanceOf(InvalidTask.class)
        .hasMessage("not UTF-8 at byte " + place);
    assertThatThrownBy(() -> Utf8.requireValid(bytes, 0, bytes.length))
        .hasMessage("not UTF-8 at byte " + place);
  }

  @Test
  void aPlaceFarBehindIsFound() {
    byte[] bytes = ("ä".repeat(5000) + "x").getBytes(UTF_8);
    bytes[10_000] = (byte) 0xFF;

    assertThatThrownBy(() -> Utf8.decode(bytes)).hasMessage("not UTF-8 at byte 10001");
  }

  @Test
  void halfASurrogatePairHasNoBytes() {
    assertThatThrownBy(() -> Utf8.encode("a\uD83D"))
        .isInstanceOf(InvalidTask.class)
        .hasMessage("half a surrogate pair is not text: \"a\\ud83d\"");
  }
}
