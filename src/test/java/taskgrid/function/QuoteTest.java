package taskgrid.function;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuoteTest {
  @Test
  void aLongTextIsCutBehindAWholeCharacter() {
    String sixty = "😀".repeat(60);

    assertThat(Quote.text(sixty)).isEqualTo("\"" + sixty + "\"");
    assertThat(Quote.bytes((sixty + "x").getBytes(UTF_8))).isEqualTo("\"" + sixty + "...\"");
    assertThat(Quote.bytes("a".repeat(100_000).getBytes(UTF_8)))
        .isEqualTo("\"" + "a".repeat(60) + "...\"");
  }

  @Test
  void aQuoteStaysOnItsLine() {
    assertThat(Quote.text("a\tb\nc\rd\0e\u001B[31m"))
        .isEqualTo("\"a\\tb\\nc\\rd\\u0000e\\u001b[31m\"");
  }

  @Test
  void bytesThatAreNoTextAreShownAsReplaced() {
    assertThat(Quote.bytes(new byte[] {'a', (byte) 0xFF})).isEqualTo("\"a\uFFFD\"");
  }
}
