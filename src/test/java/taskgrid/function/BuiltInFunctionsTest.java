package taskgrid.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInFunctionsTest {
  private final Running running = new Running();

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          double 21                     ~ 42
          double -21                    ~ -42
          double +21                    ~ 42
          double -0                     ~ 0
          double 007                    ~ 14
          double 4611686018427387904    ~ 9223372036854775808
          double -4611686018427387904   ~ -9223372036854775808
          double 999999999999999999     ~ 1999999999999999998
          square 3037000500             ~ 9223372037000250000
          square -4294967296            ~ 18446744073709551616
          add 9223372036854775807 1     ~ 9223372036854775808
          add 1 -1                      ~ 0
          subtract 3 10                 ~ -7
          subtract -9223372036854775808 1 ~ -9223372036854775809
          multiply -1 -9223372036854775808 ~ 9223372036854775808
          multiply 99999999999 99999999999 ~ 9999999999800000000001
          """)
  void numbersAreIntegersOfAnySize(String line, String value) {
    assertThat(running.outcome(line)).isEqualTo(value);
  }

  @Test
  void blanksAroundNumbersDoNotMatter() {
    assertThat(running.outcome("double \t 21 \t")).isEqualTo("42");
    assertThat(running.outcome("add \t40\t  2  ")).isEqualTo("42");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      delimiter = '~',
      textBlock =
          """
          double            ~ double needs an integer, got nothing
          double x          ~ 'double needs an integer, got "x"'
          double -          ~ 'double needs an integer, got "-"'
          double +-1        ~ 'double needs an integer, got "+-1"'
          double 1 2        ~ 'double needs an integer, got "1 2"'
          double 1.0        ~ 'double needs an integer, got "1.0"'
          double 1e3        ~ 'double needs an integer, got "1e3"'
          double 0x10       ~ 'double needs an integer, got "0x10"'
          double 1_000      ~ 'double needs an integer, got "1_000"'
          double ٣          ~ 'double needs an integer, got "٣"'
          add               ~ add needs two integers, got nothing
          add 1             ~ 'add needs two integers, got "1"'
          add 1 x           ~ 'add needs two integers, got "1 x"'
          add 1 2 3         ~ 'add needs two integers, got "1 2 3"'
          multiply a b      ~ 'multiply needs two integers, got "a b"'
          random 1          ~ 'random needs two integers, got "1"'
          random 5 1        ~ 'random needs MIN not above MAX, got "5 1"'
          sleep             ~ 'sleep needs a duration such as 250ms, 5s or 1m30s, got nothing'
          spin 5 x          ~ 'spin needs a duration such as 250ms, 5s or 1m30s, got "5"'
          sleep -1s         ~ 'sleep needs a duration such as 250ms, 5s or 1m30s, got "-1s"'
          host              ~ host needs IP:COMMAND, got nothing
          host 1.2.3.4      ~ 'host needs IP:COMMAND, got "1.2.3.4"'
          host localhost:foo ~ 'host needs IP:COMMAND, got "localhost:foo"'
          """)
  void aWrongArgumentIsInvalidAndTheReasonNamesWhatWasExpected(String line, String reason) {
    assertThat(running.outcome(line)).isEqualTo("invalid: " + reason);
  }

  @Test
  void arithmeticAgreesWithBigIntegers() {
    Random random = new Random(1);
    Map<String, BinaryOperator<BigInteger>> operations =
        Map.of(
            "add",
            BigInteger::add,
            "subtract",
            BigInteger::subtract,
            "multiply",
            BigInteger::multiply);
    for (int i = 0; i < 5_000; i++) {
      BigInteger n = anyInteger(random);
      BigInteger m = anyInteger(random);
      operations.forEach(
          (name, operation) ->
              assertThat(running.outcome(name + " " + n + " " + m))
                  .isEqualTo(operation.apply(n, m).toString()));
      assertThat(running.outcome("double " + n)).isEqualTo(n.shiftLeft(1).toString());
      assertThat(running.outcome("square " + n)).isEqualTo(n.multiply(n).toString());
    }
  }

  private static BigInteger anyInteger(Random random) {
    BigInteger n = new BigInteger(random.nextInt(140), random);
    return random.nextBoolean() ? n : n.negate();
  }

  @Test
  void aNumberOfManyDigitsIsReadWhole() {
    BigInteger n = BigInteger.TEN.pow(30_001).subtract(BigInteger.valueOf(12345));

    assertThat(running.outcome("add -" + n + " 0")).isEqualTo("-" + n);
  }

  @Test
  void aNumberOfMoreThanAMillionDigitsIsRefused() {
    assertThat(running.outcome("double " + "1".repeat(1_000_001)))
        .isEqualTo("invalid: double takes integers of at most 1000000 digits");
  }

  @Test
  void randomDrawsBothEndsAndEverythingBetweenAlike() {
    Map<String, Integer> drawn = new TreeMap<>();
    for (int i = 0; i < 3_000; i++) {
      drawn.merge(running.outcome("random -1 1"), 1, Integer::sum);
    }

    assertThat(drawn.keySet()).containsExactlyInAnyOrder("-1", "0", "1");
    assertThat(drawn.values()).allSatisfy(times -> assertThat(times).isBetween(900, 1_100));
  }

  @Test
  void randomDrawsFromRangesBeyondLongs() {
    BigInteger min = BigInteger.TEN.pow(30);
    BigInteger max = min.add(BigInteger.TEN.pow(25));

    for (int i = 0; i < 100; i++) {
      assertThat(new BigInteger(running.outcome("random " + min + " " + max))).isBetween(min, max);
    }
  }

  @Test
  void waitsAnswerWhatFollowsTheDuration() {
    assertThat(running.outcome("sleep 1m30s a  value ")).isEqualTo("a  value ");
    assertThat(running.outcome("spin 250ms")).isEmpty();
    assertThat(running.outcome("sleep 0 x")).isEqualTo("x");
    assertThat(running.waits).containsExactly("slept 90000000000", "spun 250000000", "slept 0");
  }

  @Test
  void failFailsWithItsMessage() {
    assertThat(running.outcome("fail no more paper")).isEqualTo("error: no more paper");
    assertThat(running.outcome("fail")).isEqualTo("error: fail was asked to fail");
  }

  @ParameterizedTest
  @ValueSource(strings = {"whoami", "whoami whatever"})
  void whoamiAnswersTheMember(String line) {
    assertThat(running.outcome(line)).isEqualTo("127.0.0.1:5701");
  }

  @Test
  void aMemberWithoutATableSaysSo() {
    assertThat(running.outcome("1.2.3.4:foo"))
        .isEqualTo("error: member 127.0.0.1:5701 has no host table (--host-table)");
  }

  @Test
  void textInIsTextOut() throws Exception {
    TaskFunction twice = running.functions().find("double", "job");

    assertThat(twice.apply("21", new Running.Context())).isEqualTo("42");
  }

  @Test
  void everyHelpLineBeginsWithTheName() {
    assertThat(running.functions().all())
        .allSatisfy(
            function -> {
              assertThat(function.help()).startsWith(function.name()).contains(": ");
              assertThat(running.functions().find(function.name(), "job")).isSameAs(function);
            });
  }

  @Test
  void thereAreNoOtherFunctions() {
    assertThat(running.functions().all().stream().map(TaskFunction::name))
        .containsExactly(
            "echo",
            "double",
            "square",
            "add",
            "subtract",
            "multiply",
            "random",
            "sleep",
            "spin",
            "fail",
            "whoami",
            "host");
    assertThat(running.functions().find("sh", "job")).isNull();
  }
}
