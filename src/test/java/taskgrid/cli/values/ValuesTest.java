package taskgrid.cli.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ValuesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1", "127.0.0.1:5701", "grid-1.example", "[::1]:5701", "[fe80::1]"})
  void anAddressComesBackAsItWasWritten(String text) {
    assertThat(new AddressValue().convert(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":5701", "a:0", "a:65536", "a:b", "a b", "::1", "a,b", "-a"})
  void whatIsNoAddressIsRefused(String text) {
    assertThatThrownBy(() -> new AddressValue().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("HOST:PORT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpu", "=yes", "gpu=", "a b=c", "gpu=a b", "1=2"})
  void whatIsNoLabelIsRefused(String text) {
    assertThatThrownBy(() -> new LabelValue().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("KEY=VALUE");
  }

  @Test
  void sizesFitIntoAnArray() {
    assertThat(new SizeValue().convert("16MiB")).isEqualTo(16 << 20);
    assertThatThrownBy(() -> new SizeValue().convert("0")).hasMessageContaining("between 1");
    assertThatThrownBy(() -> new SizeValue().convert("3g")).hasMessageContaining("2047MiB");
    assertThatThrownBy(() -> new SizeValue().convert("big")).hasMessageContaining("not a size");
  }

  @Test
  void flagsAreSaidInManyWays() {
    assertThat(new FlagValue().convert("Yes")).isTrue();
    assertThat(new FlagValue().convert("0")).isFalse();
    assertThatThrownBy(() -> new FlagValue().convert("maybe")).hasMessageContaining("neither");
  }
}
