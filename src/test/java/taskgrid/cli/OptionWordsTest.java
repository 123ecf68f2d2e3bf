package taskgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import taskgrid.task.JobOptions;

class OptionWordsTest {
  @Test
  void durationsAreWrittenAsPeopleTypeThem() {
    var options =
        JobOptions.fromMap(
            Map.of("batch-size", "16", "keep", "PT1M30S", "timeout", "PT5S", "backoff", "PT0.25S"));

    assertThat(OptionWords.of(options))
        .containsEntry("keep", "1m30s")
        .containsEntry("keep-undelivered", "24h")
        .containsEntry("timeout", "5s")
        .containsEntry("backoff", "250ms")
        .containsEntry("batch-size", "16");
  }

  @Test
  void aBatchSizeThatNobodyChoseAdapts() {
    assertThat(OptionWords.of(JobOptions.DEFAULT)).containsEntry("batch-size", "adapts");
  }
}
