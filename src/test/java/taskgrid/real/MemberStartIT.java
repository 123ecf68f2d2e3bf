package taskgrid.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Members start, meet, say one line, and leave in order. */
@Timeout(120)
class MemberStartIT {
  @RepeatedTest(10)
  void twoThatStartAtTheSameMomentAreOneGrid() throws Exception {
    long began = System.nanoTime();

    try (RealGrid grid = RealGrid.of(2, "--slots", "1")) {
      Duration ready = Duration.ofNanos(System.nanoTime() - began);
      Figures.say("two members, cold start to ready: %d ms (goal 4000)", ready.toMillis());
      assertThat(ready).isLessThan(Duration.ofSeconds(20));
      assertThat(grid.taskgrid("member", "list", "--output", "quiet").lines()).hasSize(2);
    }
  }

  @Test
  void aMemberThatIsToldToLeaveDoesSoInOrder() throws Exception {
    try (RealGrid grid = RealGrid.of(2, "--slots", "1")) {
      grid.member(0).terminate();

      Ran left = grid.member(0).process().ended().exits(0);
      assertThat(left.lines()).hasSize(1);
      assertThat(left.err()).doesNotContain("Exception");
      grid.member(1).terminate();
      grid.member(1).process().ended().exits(0);
    }
  }
}
