package taskgrid.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimpleCommandTest {
  private static String program(String command) {
    return SimpleCommand.of(command.getBytes(UTF_8)).program();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          /bin/true                ~ /bin/true
          gzip -9 a.txt            ~ gzip
          sh -c 'echo 7; exit 3'   ~ sh
          '  echo  x'              ~ echo
          gr\\ep x                 ~ grep
          env A=b true             ~ env
          """)
  void aProgramAndItsArgumentsAreOne(String command, String program) {
    assertThat(program(command)).isEqualTo(program);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "a; b", "a && b", "a | b", "a > f", "a < f", "echo $HOME", "echo `x`",
            "echo \"x\"",
        "echo *", "A=b true", "if true", "'if' x", "{ x", "( x )", "echo 'x", "echo x\\", "a\nb",
            "x #y",
        "~/x", "echo é", "! true", "a &", "\\\nx"
      })
  void whateverTheShellWouldMakeMoreOfIsNot(String command) {
    assertThat(program(command)).isNull();
  }

  @Test
  void aWordMayBeQuotedInPart() {
    assertThat(program("'x'y z")).isEqualTo("xy");
  }

  @Test
  void bytesBehindABackslashAreWords() {
    assertThat(
            SimpleCommand.of(new byte[] {'x', ' ', '\\', (byte) 0xC3, '\\', (byte) 0xA9}).program())
        .isEqualTo("x");
  }
}
