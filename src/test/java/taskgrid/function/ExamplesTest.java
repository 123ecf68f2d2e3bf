package taskgrid.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples that people are shown do what they are shown to do. */
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("src", "examples");

  @Test
  void everyTaskOfTheFirstExampleSucceeds() throws IOException {
    List<String> outcomes = outcomes(new Running(), "tasks.txt");

    outcomes.removeIf("no task"::equals);

    assertThat(outcomes).isEqualTo(Files.readAllLines(EXAMPLES.resolve("tasks.expected")));
  }

  @ParameterizedTest
  @CsvSource({"double,numbers-double.expected", "square | subtract 1,numbers-chain.expected"})
  void numbersAreWorkedOnByAFunctionAndByAChain(String chain, String expected) throws IOException {
    assertThat(outcomes(new Running().withChain(chain), "numbers.txt"))
        .isEqualTo(Files.readAllLines(EXAMPLES.resolve(expected)));
  }

  @Test
  void badLinesFailForTheReasonsThatTheExampleNames() throws IOException {
    List<String> outcomes = outcomes(new Running(), "bad-lines.txt");

    List<String> failures = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i).startsWith("invalid: ")) {
        failures.add(
            outcomes.get(i).replaceFirst("invalid", "bad-lines.txt:" + (i + 1) + ": failed"));
      }
    }

    assertThat(failures).isEqualTo(Files.readAllLines(EXAMPLES.resolve("bad-lines.expected")));
  }

  private static List<String> outcomes(Running running, String file) throws IOException {
    // One character a byte: the examples hold bytes that are no text.
    String text = Files.readString(EXAMPLES.resolve(file), StandardCharsets.ISO_8859_1);
    List<String> outcomes = new ArrayList<>();
    text.lines()
        .forEach(line -> outcomes.add(running.outcome(line.getBytes(StandardCharsets.ISO_8859_1))));
    return outcomes;
  }
}
