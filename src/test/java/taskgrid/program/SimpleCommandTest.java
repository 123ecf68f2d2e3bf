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

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          sh -c 'echo 7; exit 3'   ~ echo 7; exit 3
          /bin/sh -c 'a | b'       ~ a | b
          sh -c exit\\ 3           ~ exit 3
          """)
  void whatAShellIsGivenTheOneThatIsThereCanDo(String command, String script) {
    assertThat(SimpleCommand.of(command.getBytes(UTF_8)).script()).asString().isEqualTo(script);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sh -c 'echo $$'",
        "sh -c 'echo `ps`'",
        "sh -c 'echo $0'",
        "sh -c 'echo $1' a b",
        "sh -c 'x' a",
        "sh x",
        "bash -c x",
        "sh -e -c x",
        "sh -ec x",
        "sh -c",
        "sh -c ''",
        "sh -c \"x\"",
        "echo -c x",
        "'' -c x"
      })
  void whatItCouldTellApartAShellOfItsOwnDoes(String command) {
    assertThat(SimpleCommand.of(command.getBytes(UTF_8)).script()).isNull();
  }

  @Test
  void bytesBehindABackslashAreWords() {
    assertThat(
            SimpleCommand.of(new byte[] {'x', ' ', '\\', (byte) 0xC3, '\\', (byte) 0xA9}).program())
        .isEqualTo("x");
  }
}
