package taskgrid.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobOptionsTest {
  @Test
  void whatIsStoredIsReadBack() {
    JobOptions options =
        new JobOptions(
            "nightly",
            "square | subtract 1",
            7,
            100,
            200,
            Duration.ofMinutes(5),
            Duration.ofDays(2),
            true,
            new Attempts(Duration.ofSeconds(3), 4, Duration.ofMillis(20)),
            new Halt(false, 3, true),
            new Commands(Commands.Form.EACH, "wc {}", ",", "/tmp", Map.of("A", "b=c", "D", "")),
            new Placement(Where.parse("gpu && zone != eu"), -3),
            "abc234",
            new Shipped("0a".repeat(32), 1L << 33, List.of("a file.jar", "folder/", "b.py")),
            new Limits(8, "{1}", 2, ":", 3),
            new Stage(
                "p2k",
                "squares",
                "k3f9a2",
                "sq",
                2,
                "p2ks1",
                List.of("p2ks3", "p2ks4"),
                "p2ks3",
                Condition.parse("value > 10 && value != 12"),
                true,
                1,
                new Source("random 1 10", Duration.ofMillis(1500), 7),
                true));

    assertThat(JobOptions.fromMap(options.toMap())).isEqualTo(options);
  }

  @Test
  void aJobWithoutNameAndFunctionIsReadBackWithoutThem() {
    assertThat(JobOptions.fromMap(JobOptions.DEFAULT.toMap())).isEqualTo(JobOptions.DEFAULT);
  }

  @Test
  void whatIsNotStoredHasItsDefault() {
    assertThat(JobOptions.fromMap(Map.of())).isEqualTo(JobOptions.DEFAULT);
  }

  @Test
  void aFunctionIsPutBesideTheOtherOptions() {
    JobOptions options = JobOptions.DEFAULT.withFunction("double");

    assertThat(options.function()).isEqualTo("double");
    assertThat(options.withFunction(null)).isEqualTo(JobOptions.DEFAULT);
  }
}
