package taskgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import taskgrid.task.JobOptions;

class OptionWordsTest {
  @Test
  void durationsAreWrittenAsPeopleTypeThem() {
    var options =
        new JobOptions(null, null, 16, 1, 1, Duration.ofSeconds(90), Duration.ofHours(24), false);

    assertThat(OptionWords.of(options))
        .containsEntry("keep", "1m30s")
        .containsEntry("keep-undelivered", "24h")
        .containsEntry("batch-size", "16");
  }

  @Test
  void aBatchSizeThatNobodyChoseAdapts() {
    assertThat(OptionWords.of(JobOptions.DEFAULT)).containsEntry("batch-size", "adapts");
  }
}
