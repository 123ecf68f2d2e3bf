package taskgrid.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {
  @ParameterizedTest
  @CsvSource({
    "0,0",
    "100,100",
    "100b,100",
    "64k,65536",
    "64K,65536",
    "1M,1048576",
    "16MiB,16777216",
    "16mb,16777216",
    "2g,2147483648",
    "1T,1099511627776",
    "1.5k,1536"
  })
  void sizesArePowersOf1024(String text, long bytes) {
    assertThat(Sizes.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "k", "-1", "1 k", "1kk", "1ib", "1x", "1e3", "99999999999t", ".5k"})
  void whatIsNoSizeIsRefused(String text) {
    assertThatThrownBy(() -> Sizes.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a size such as 64k, 16MiB or 2g: \"" + text + "\"");
  }

  @ParameterizedTest
  @CsvSource({"0,0", "100,100", "65536,64KiB", "16777216,16MiB", "1025,1025", "2147483648,2GiB"})
  void sizesAreWrittenShort(long bytes, String text) {
    assertThat(Sizes.format(bytes)).isEqualTo(text);
    assertThat(Sizes.parse(text)).isEqualTo(bytes);
  }

  @Test
  void theGreatestSizeIsReadBack() {
    assertThat(Sizes.parse(Sizes.format(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
  }
}
