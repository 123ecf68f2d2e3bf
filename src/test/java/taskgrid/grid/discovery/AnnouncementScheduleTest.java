package taskgrid.grid.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnnouncementScheduleTest {
  private static final long MILLI = 1_000_000;

  /** Near the end of the range, as System.nanoTime() may be. */
  private static final long START = Long.MAX_VALUE - 50 * MILLI;

  private final AnnouncementSchedule schedule = new AnnouncementSchedule(START);
  private long now = START;

  @Test
  void asksOftenAtFirstAndThenEveryFiveSeconds() {
    List<Long> asked = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      now += schedule.untilDue(now);
      assertThat(schedule.asksNow(now)).isTrue();
      asked.add((now - START) / MILLI);
      schedule.spoke(now);
    }
    assertThat(asked).containsExactly(0L, 100L, 250L, 500L, 5_500L, 10_500L);
  }

  @Test
  void answersAtOnceWhenAsked() {
    schedule.spoke(now);
    now += 50 * MILLI;
    schedule.answerSoon();

    assertThat(schedule.untilDue(now)).isLessThanOrEqualTo(0);
    assertThat(schedule.asksNow(now)).isFalse();
    schedule.spoke(now);
    assertThat(schedule.untilDue(now)).isEqualTo(50 * MILLI);
  }

  @Test
  void oneAnswerIsForAllWhoAskTogether() {
    schedule.spoke(now);
    now += MILLI;
    schedule.answerSoon();
    schedule.answerSoon();

    assertThat(schedule.untilDue(now)).isEqualTo(AnnouncementSchedule.ANSWER_GAP - MILLI);
    now += schedule.untilDue(now);
    schedule.spoke(now);
    assertThat(schedule.untilDue(now)).isEqualTo(80 * MILLI);
  }

  @Test
  void aLateTurnIsNotMadeUpForByManyAtOnce() {
    schedule.spoke(now);
    now += 60_000 * MILLI;
    int turns = 0;
    while (schedule.untilDue(now) <= 0) {
      schedule.spoke(now);
      turns++;
    }
    assertThat(turns).isLessThanOrEqualTo(3);
  }
}
