package taskgrid.function;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file holds, every line is understood or refused, and a check foretells the run. */
class AnyBytesTest {
  private static final int LINES = 3_000;

  private static final List<String> PIECES =
      List.of(
          " ",
          "\t",
          "  ",
          "#",
          "{",
          "}",
          "\"",
          ":",
          ",",
          "\\",
          "\\u",
          "d83d",
          "-",
          "+",
          "0",
          "21",
          "9223372036854775807",
          "123456789012345678901234567890",
          "1.2.3.4:",
          "1.",
          "x",
          "é",
          "😀",
          "echo",
          "double",
          "square",
          "add",
          "subtract",
          "sleep",
          "spin",
          "5ms",
          "1m30s",
          "fail",
          "host",
          "\"function\":",
          "\"argument\":",
          "\"echo\"",
          "\"double\"",
          "{\"function\":\"double\",\"argument\":",
          "{\"function\":\"echo\",\"argument\":\"",
          "\"timeout\":",
          "\"retries\":",
          "true",
          "null",
          "[");

  @ParameterizedTest
  @ValueSource(strings = {"", "double", "square | subtract 1", "echo 1 | add 1", "sleep 1s | fail"})
  void noLineThrowsAndTheCheckGivesTheReasonOfTheRun(String chain) {
    Random random = new Random(42);
    Running running = new Running().withChain(chain.isEmpty() ? null : chain);
    for (int i = 0; i < LINES; i++) {
      byte[] line = i % 4 == 0 ? anyBytes(random) : pieces(random);
      assertThatCode(() -> holdsFor(running, line))
          .as("line %s", Arrays.toString(line))
          .doesNotThrowAnyException();
    }
  }

  private static void holdsFor(Running running, byte[] line) {
    TaskCall call = running.parse(line);
    String outcome = Running.outcome(call);
    String problem = LineCheck.problem(call);
    if (problem != null || outcome.startsWith("invalid: ")) {
      assertThat(outcome).isEqualTo("invalid: " + problem);
      assertThat(problem).isNotBlank().doesNotContain("\n").hasSizeLessThan(500);
    }
  }

  private static byte[] anyBytes(Random random) {
    byte[] line = new byte[random.nextInt(40)];
    random.nextBytes(line);
    return line;
  }

  private static byte[] pieces(Random random) {
    StringBuilder line = new StringBuilder();
    for (int i = random.nextInt(8); i >= 0; i--) {
      line.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    byte[] bytes = line.toString().getBytes(UTF_8);
    if (bytes.length > 0 && random.nextInt(5) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }
}
