package taskgrid.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import taskgrid.task.JobOptions;

class ChainTest {
  private final Running running = new Running();

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      delimiter = '~',
      textBlock =
          """
          double                      ~ 21     ~ 42
          square | subtract 1         ~ 3      ~ 8
          subtract 10                 ~ 3      ~ -7
          add 2 | multiply 10         ~ 1      ~ 30
          add                         ~ 1 2    ~ 3
          echo total: | echo the      ~ 5      ~ the total: 5
          sleep 1s | double           ~ 4      ~ 8
          spin 1s                     ~ ' a b' ~ ' a b'
          sleep                       ~ 1s x   ~ x
          random 5                    ~ 5      ~ 5
          whoami                      ~ x      ~ 127.0.0.1:5701
          echo | whoami | echo        ~ x      ~ 127.0.0.1:5701
          fail stop:                  ~ x      ~ 'error: stop: x'
          square |   subtract   1     ~ 3      ~ 8
          """)
  void boundArgumentsComeFirstAndEachStepWorksOnTheValueBefore(
      String chain, String line, String outcome) {
    assertThat(running.withChain(chain).outcome(line)).isEqualTo(outcome);
  }

  @Test
  void stepsThatWaitWait() {
    running.withChain("sleep 1s | spin 2s").outcome("x");

    assertThat(running.waits).containsExactly("slept 1000000000", "spun 2000000000");
  }

  @Test
  void nothingRunsAfterAStepThatFails() {
    String outcome = running.withChain("square | sleep 1s").outcome("three");

    assertThat(outcome).isEqualTo("invalid: square needs an integer, got \"three\"");
    assertThat(running.waits).isEmpty();
  }

  @Test
  void resultsShowTheWholeChain() {
    assertThat(running.withChain("square | subtract 1").parse("3"))
        .isInstanceOfSatisfying(
            TaskCall.Call.class, call -> assertThat(call.name()).isEqualTo("square | subtract 1"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      delimiter = '~',
      textBlock =
          """
          doubel              ~ 'unknown function "doubel", did you mean "double"?'
          square | nonsense   ~ 'unknown function "nonsense"'
          square|double       ~ 'unknown function "square|double", the steps of a chain have a blank on each side of the |'
          ''                  ~ step 1 of the chain is empty
          'square | '         ~ step 2 of the chain is empty
          ' | square'         ~ step 1 of the chain is empty
          square |  | double  ~ step 2 of the chain is empty
          double 5            ~ 'double takes nothing but its input in a chain, got "5"'
          subtract x          ~ 'subtract in a chain needs an integer, got "x"'
          add 1 2             ~ 'add in a chain needs an integer, got "1 2"'
          random x            ~ 'random in a chain needs an integer, got "x"'
          sleep soon          ~ 'sleep needs a duration such as 250ms, 5s or 1m30s, got "soon"'
          sleep 1s x          ~ 'sleep takes nothing but a duration in a chain, got "1s x"'
          """)
  void aChainThatCannotBeRunIsRefusedWhenItIsSubmitted(String chain, String reason) {
    assertThatThrownBy(() -> language(running.functions(), "job").checkChain(chain))
        .isInstanceOf(InvalidTask.class)
        .hasMessage(reason);
  }

  private static TaskLanguage language(FunctionSource functions, String job) {
    return new TaskLanguage(functions, job, JobOptions.DEFAULT);
  }

  @Test
  void aFunctionOfAJobsOwnGetsWhatIsBoundABlankAndItsInput() throws Exception {
    FunctionSource ofTheJob = new OneJobsFunction("shouts", "loudly");

    language(ofTheJob, "shouts").checkChain("loudly");
    TaskLanguage language =
        new TaskLanguage(
            ofTheJob, "shouts", JobOptions.DEFAULT.withFunction("loudly so: | loudly"));

    assertThat(Running.outcome(language.parse(new byte[] {'x'}, 0, 1))).isEqualTo("SO: X!!");
    assertThat(LineCheck.problem(language.parse(new byte[] {(byte) 0xFF}, 0, 1)))
        .isEqualTo("not UTF-8 at byte 5");
    assertThatThrownBy(() -> language(ofTheJob, "other").checkChain("loudly"))
        .isInstanceOf(InvalidTask.class);
  }

  /** A source that knows one function, for one job. */
  private record OneJobsFunction(String job, String name) implements FunctionSource, TaskFunction {
    @Override
    public TaskFunction find(String asked, String forJob) {
      return asked.equals(name) && forJob.equals(job) ? this : null;
    }

    @Override
    public Collection<TaskFunction> all() {
      return List.of(this);
    }

    @Override
    public String apply(String input, TaskContext context) {
      return input.toUpperCase(java.util.Locale.ROOT) + "!";
    }
  }
}
