package taskgrid.function;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineCheckTest {
  private final Running running = new Running();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "double 21",
        "# note",
        "",
        "fail on purpose",
        "1.2.3.4:foo",
        "whoami",
        "random 1 6"
      })
  void nothingIsWrongWithALineThatCanRun(String line) {
    assertThat(LineCheck.problem(running.parse(line))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"doubel 21", "double x", "add 1", "random 5 1", "sleep", "host x", "{", "{}"})
  void theReasonIsThatOfARun(String line) {
    assertThat("invalid: " + LineCheck.problem(running.parse(line)))
        .isEqualTo(running.outcome(line));
  }

  @Test
  void noTimePassesAndNothingRuns() {
    LineCheck.problem(running.parse("sleep 1h x"));
    LineCheck.problem(running.withChain("sleep 1h | spin 1h").parse("x"));

    assertThat(running.waits).isEmpty();
  }

  @Test
  void aLaterStepOfAChainIsForeseen() {
    running.withChain("sleep 1h | echo n= | double");

    assertThat(LineCheck.problem(running.parse("3")))
        .isEqualTo("double needs an integer, got \"n= 3\"");
  }

  @Test
  void whatOnlyARunCanTellIsNotHeldAgainstTheLine() {
    running.withChain("whoami | double");

    assertThat(LineCheck.problem(running.parse("3"))).isNull();
    assertThat(running.outcome("3")).startsWith("invalid: double needs an integer");
  }
}
