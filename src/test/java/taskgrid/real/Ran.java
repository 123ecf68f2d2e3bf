package taskgrid.real;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

/** What a command that has ended said, its exit code, and how long it took from start to exit. */
record Ran(int code, byte[] bytes, String err, Duration lasted) {
  String out() {
    return new String(bytes, UTF_8);
  }

  List<String> lines() {
    return out().lines().toList();
  }

  /** The last line of a submit. */
  SummaryLine summary() {
    return SummaryLine.of(err);
  }

  /** For chains: fails with all that was said if the code is another. */
  Ran exits(int expected) {
    assertThat(code).as("exit code; stderr was:%n%s", err).isEqualTo(expected);
    return this;
  }

  /** Refused: exit code 255, nothing on stdout, and one clear line. */
  void isRefusedBecause(String why) {
    exits(255);
    assertThat(bytes).isEmpty();
    assertThat(err).startsWith("taskgrid: ").contains(why).hasLineCount(1);
  }
}
