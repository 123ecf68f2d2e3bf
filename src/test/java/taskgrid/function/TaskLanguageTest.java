package taskgrid.function;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskLanguageTest {
  private final Running running = new Running();

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t", " \t ", "#", "# text", "#double 21"})
  void blankLinesAndCommentsAreNoTasks(String line) {
    assertThat(running.parse(line)).isEqualTo(TaskCall.Skip.SKIP);
    assertThat(running.language().skips(line.getBytes(UTF_8), 0, line.length())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"double 21", " # indented", "x#", "{}", "\r", "\0"})
  void everyOtherLineIsATask(String line) {
    assertThat(running.parse(line)).isNotInstanceOf(TaskCall.Skip.class);
    assertThat(running.language().skips(line.getBytes(UTF_8), 0, line.length())).isFalse();
  }

  @Test
  void aLineIsReadWhereItStandsAmongOthers() {
    byte[] lines = "double 1\necho \ndouble 21\n#".getBytes(UTF_8);
    TaskLanguage language = running.language();

    assertThat(Running.outcome(language.parse(lines, 0, 8))).isEqualTo("2");
    assertThat(Running.outcome(language.parse(lines, 9, 5))).isEmpty();
    assertThat(Running.outcome(language.parse(lines, 15, 9))).isEqualTo("42");
    assertThat(running.language().skips(lines, 25, 1)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      quoteCharacter = '"',
      delimiter = '~',
      textBlock =
          """
          echo a b~a b
          echo  a~" a"
          echo a ~"a "
          echo\ta~a
          echo \ta~"\ta"
            echo a~a
          \t echo a~a
          echo~""
          echo ~""
          """)
  void oneSeparatorIsRemovedAndTheRestIsTheArgument(String line, String argument) {
    assertThat(running.outcome(line)).isEqualTo(argument);
  }

  @Test
  void bytesThatAreNotTextReachAFunctionThatTakesBytes() throws Exception {
    byte[] line = {'e', 'c', 'h', 'o', ' ', (byte) 0xFF, 0, (byte) 0xC3};

    TaskCall.Call call = (TaskCall.Call) running.parse(line);

    assertThat(call.function().applyBytes(call.argument(), new Running.Context()))
        .containsExactly(0xFF, 0, 0xC3);
  }

  @Test
  void aPlainLineHasNoTimeoutAndNoRetries() {
    assertThat(running.parse("double 21"))
        .isInstanceOfSatisfying(
            TaskCall.Call.class,
            call -> {
              assertThat(call.name()).isEqualTo("double");
              assertThat(call.timeout()).isNull();
              assertThat(call.retries()).isNull();
              assertThat(call.backoff()).isNull();
            });
  }

  @Test
  void theNameThatWasFoundLastIsNotTakenForOneThatBeginsOrEndsLikeIt() {
    TaskLanguage language = running.language();
    byte[] lines = "add 1 2,ad 1 2,addd 1 2,add 3 4".getBytes(UTF_8);

    assertThat(Running.outcome(language.parse(lines, 0, 7))).isEqualTo("3");
    assertThat(Running.outcome(language.parse(lines, 8, 6))).startsWith("invalid: unknown");
    assertThat(Running.outcome(language.parse(lines, 15, 8))).startsWith("invalid: unknown");
    assertThat(Running.outcome(language.parse(lines, 24, 7))).isEqualTo("7");
  }

  @ParameterizedTest
  @CsvSource({"1.2.3.4:foo", "999.0.00.1:foo", "1.2.3.4:", "1.2.3.4: a b"})
  void fourDottedNumbersAndAColonAreAHostCommand(String line) {
    assertThat(running.parse(line))
        .isInstanceOfSatisfying(
            TaskCall.Call.class,
            call -> {
              assertThat(call.name()).isEqualTo("host");
              assertThat(call.argument()).isEqualTo(line.getBytes(UTF_8));
            });
  }

  @ParameterizedTest
  @CsvSource({"1.2.3:foo", "1.2.3.4", "1.2.3.4 :foo", "1..3.4:foo", "1.2.3.4.5:foo", "a.2.3.4:foo"})
  void whatIsLessThanThatNamesAFunction(String line) {
    assertThat(running.outcome(line)).startsWith("invalid: unknown function \"");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      delimiter = '~',
      textBlock =
          """
          doubel 21           ~ 'unknown function "doubel", did you mean "double"?'
          DOUBLE 21           ~ 'unknown function "DOUBLE", did you mean "double"?'
          ecoh x              ~ 'unknown function "ecoh", did you mean "echo"?'
          frobnicate          ~ 'unknown function "frobnicate"'
          """)
  void anUnknownFunctionIsInvalidAndTheNearestIsOffered(String line, String reason) {
    assertThat(running.outcome(line)).isEqualTo("invalid: " + reason);
  }

  @Test
  void aMistakeOfABlankIsExplained() {
    assertThat(running.outcome(" # note")).endsWith("a comment has no blanks before its #");
    assertThat(running.outcome(" {\"function\":\"echo\"}"))
        .endsWith("a JSON line has no blanks before its {");
  }

  @Test
  void anInvalidLineKeepsTheNameThatItNames() {
    assertThat(running.parse("doubel 21"))
        .isInstanceOfSatisfying(
            TaskCall.Invalid.class, invalid -> assertThat(invalid.name()).isEqualTo("doubel"));
  }

  @Test
  void aNameThatIsLongIsCutInTheReasonAndNotKept() {
    assertThat(running.parse("x".repeat(5000)))
        .isInstanceOfSatisfying(
            TaskCall.Invalid.class,
            invalid -> {
              assertThat(invalid.name()).isNull();
              assertThat(invalid.reason())
                  .isEqualTo("unknown function \"" + "x".repeat(60) + "...\"");
            });
  }

  @Test
  void aNameThatIsNotUtf8IsInvalid() {
    byte[] line = {' ', 'c', 'a', 'f', (byte) 0xE9, ' ', '1'};

    assertThat(running.outcome(line)).isEqualTo("invalid: not UTF-8 at byte 4");
  }

  @Test
  void aLineOfTheGreatestLengthRunsAndOneByteMoreIsInvalid() {
    String longest = "echo " + "a".repeat(Running.MAX_LINE - 5);

    assertThat(running.outcome(longest)).hasSize(Running.MAX_LINE - 5);
    assertThat(running.outcome(longest + "a"))
        .isEqualTo("invalid: line of 1048577 bytes is longer than --max-line 1048576");
  }

  @Test
  void aLineOfWhichOnlyTheBeginningWasKeptIsInvalidForItsTrueLength() {
    byte[] prefix = "# a very long comment".getBytes(UTF_8);

    assertThat(running.language().overlong(5_000_000_000L, prefix, prefix.length))
        .isEqualTo(
            new TaskCall.Invalid(
                null, "line of 5000000000 bytes is longer than --max-line 1048576"));
  }

  @Test
  void jsonMayCarryATimeoutRetriesAndABackoff() {
    TaskCall call =
        running.parse(
            "{\"function\":\"add\",\"argument\":\"1 2\",\"timeout\":\"1m30s\",\"retries\":3,"
                + "\"backoff\":\"250ms\"}");

    assertThat(call)
        .isInstanceOfSatisfying(
            TaskCall.Call.class,
            task -> {
              assertThat(task.name()).isEqualTo("add");
              assertThat(task.timeout()).isEqualTo(Duration.ofSeconds(90));
              assertThat(task.retries()).isEqualTo(3);
              assertThat(task.backoff()).isEqualTo(Duration.ofMillis(250));
            });
    assertThat(Running.outcome(call)).isEqualTo("3");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      delimiter = '~',
      textBlock =
          """
          {"function":"double","argument":21}                       ~ 42
          {"function":"double","argument":"21"}                     ~ 42
          { "argument" : -21 , "function" : "double" }              ~ -42
          {"function":"double","argument":12345678901234567890}     ~ 24691357802469135780
          {"function":"echo","argument":1.50e3}                     ~ 1.50e3
          {"function":"echo","argument":"Gr\\u00fc\\u00dfe \\ud83d\\ude00"} ~ Grüße 😀
          {"function":"echo"}                                       ~ ''
          {"function":"host","argument":"1.2.3.4"}                  ~ 'invalid: host needs IP:COMMAND, got "1.2.3.4"'
          """)
  void jsonNamesFunctionAndArgument(String line, String outcome) {
    assertThat(running.outcome(line)).isEqualTo(outcome);
  }

  @Test
  void aNumberInJsonMayBeAsLongAsALine() {
    String nines = "9".repeat(5000);

    assertThat(running.outcome("{\"function\":\"echo\",\"argument\":" + nines + "}"))
        .isEqualTo(nines);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"",
        "{\"function\"",
        "{\"function\":",
        "{\"function\":\"echo\"",
        "{function:\"echo\"}",
        "{'function':'echo'}",
        "{\"function\":\"echo\",}",
        "{\"function\":\"echo\"}}",
        "{\"function\":\"echo\"}{}",
        "{\"function\":\"echo\",\"argument\":NaN}",
        "{\"function\":\"echo\",\"argument\":01}",
        "{\"function\":\"echo\",\"argument\":\"\t\"}",
        "{\"function\":\"echo\",\"function\":\"echo\"}",
        "{\"function\":\"echo\"} // comment",
      })
  void brokenJsonIsInvalidAndSaysWhere(String line) {
    assertThat(running.outcome(line))
        .matches("invalid: broken JSON at character [0-9]+: .+")
        .doesNotContain("Source")
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      delimiter = '~',
      textBlock =
          """
          {}                                    ~ 'function is missing, as in {"function":"double","argument":21}'
          {"function":null}                     ~ function must be a string
          {"function":""}                       ~ 'unknown function ""'
          {"function":"echo","argument":true}   ~ argument must be a string or a number
          {"function":"echo","argument":{}}     ~ argument must be a string or a number
          {"function":"echo","timeout":5}       ~ 'timeout must be a duration such as "250ms" or "5s"'
          {"function":"echo","timeout":"5"}     ~ 'timeout must be a duration such as "250ms" or "5s"'
          {"function":"echo","timeout":"0"}     ~ timeout must be longer than 0
          {"function":"echo","retries":1.5}     ~ 'retries must be a whole number from 0 up, such as 3'
          {"function":"echo","retries":"1"}     ~ 'retries must be a whole number from 0 up, such as 3'
          {"function":"echo","retries":-1}      ~ 'retries must be a whole number from 0 up, such as 3'
          {"function":"echo","retries":9999999999} ~ 'retries must be a whole number from 0 up, such as 3'
          {"function":"echo","backoff":"soon"}  ~ 'backoff must be a duration such as "250ms" or "5s"'
          {"funktion":"echo"}                   ~ 'unknown key "funktion", did you mean "function"?'
          {"function":"echo","id":1}            ~ 'unknown key "id", known are function, argument, timeout, retries, backoff'
          """)
  void jsonOfAnotherShapeIsInvalid(String line, String reason) {
    assertThat(running.outcome(line)).isEqualTo("invalid: " + reason);
  }

  @Test
  void everyLineIsATaskUnderAFunction() {
    running.withChain("echo");

    assertThat(running.outcome("")).isEmpty();
    assertThat(running.outcome("# data")).isEqualTo("# data");
    assertThat(running.outcome("  {data} ")).isEqualTo("  {data} ");
    assertThat(running.outcome("1.2.3.4:foo")).isEqualTo("1.2.3.4:foo");
    assertThat(running.outcome("double 21")).isEqualTo("double 21");
  }

  @Test
  void underABrokenChainEveryLineIsInvalidForTheSameReason() {
    running.withChain("square | subtrct 1");

    assertThat(running.outcome("3"))
        .isEqualTo("invalid: unknown function \"subtrct\", did you mean \"subtract\"?")
        .isEqualTo(running.outcome(""));
  }
}
