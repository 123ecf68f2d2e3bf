package taskgrid.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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
            new Halt(false, 3, true));

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
