package taskgrid.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.task.Condition;
import taskgrid.task.JobOptions;
import taskgrid.task.Stage;

class HandedOnTest {
  private static JobFacts stage(boolean flat, @Nullable String when) {
    Stage stage =
        new Stage(
            "p",
            "p",
            null,
            "a",
            1,
            null,
            List.of(),
            "b",
            when == null ? null : Condition.parse(when),
            flat,
            0,
            null,
            false);
    return new JobFacts(
        "a", JobOptions.DEFAULT.withStage(stage), 0, 7, 10, false, false, null, false, null);
  }

  @Test
  void eachValueIsATaskUnlessSomeGoOnOrOneIsSeveral() {
    assertThat(HandedOn.of(stage(false, null), stage(false, null)))
        .isEqualTo(new HandedOn(10, true));
    assertThat(HandedOn.of(stage(false, "value > 3"), stage(true, null)))
        .isEqualTo(new HandedOn(10, true));
    assertThat(HandedOn.of(stage(false, null), stage(false, "value > 3")))
        .isEqualTo(new HandedOn(10, false));
    assertThat(HandedOn.of(stage(true, null), stage(false, null)))
        .isEqualTo(new HandedOn(10L * Stage.SPREAD, false));
  }
}
