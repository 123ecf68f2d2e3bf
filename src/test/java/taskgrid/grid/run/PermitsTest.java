package taskgrid.grid.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PermitsTest {
  private static final String JOB = "job";
  private static final List<Permits.Key> KEY = List.of(new Permits.Key(JOB, Permits.ALL));

  private final Permits permits = new Permits();
  private long now = 1;

  @BeforeEach
  void idle() {
    permits.idle(3);
  }

  private Permits.Report report() {
    return permits.report(JOB, now);
  }

  private boolean granted(Permits.Report report, int count, boolean contested) {
    return permits.granted(report, List.of(new Permits.Grant(Permits.ALL, count, contested)), now);
  }

  private void has(int count) {
    assertThat(permits.mayUse(KEY)).isFalse();
    assertThat(granted(report(), count, false)).isTrue();
  }

  private void later(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Test
  void whatCannotBeUsedIsWantedForAllIdleSlots() {
    assertThat(permits.use(KEY)).isFalse();

    assertThat(report().asks()).containsExactly(new Permits.Ask(Permits.ALL, 0, 3));
  }

  @Test
  void whatIsGrantedIsUsedOnce() {
    has(1);

    assertThat(permits.use(KEY)).isTrue();
    assertThat(permits.use(KEY)).isFalse();
    permits.release(KEY, now);
    assertThat(permits.use(KEY)).isTrue();
  }

  @Test
  void whatNobodyUsesGoesBackAndIsForgottenWhenTheOwnerKnows() {
    has(2);
    assertThat(permits.use(KEY)).isTrue();
    assertThat(report().asks()).as("a slot may come back for it in a moment").isEmpty();
    assertThat(report().asks()).containsExactly(new Permits.Ask(Permits.ALL, 1, 0));
    permits.release(KEY, now);

    Permits.Report last = report();
    assertThat(last.asks()).containsExactly(new Permits.Ask(Permits.ALL, 0, 0));
    permits.failed(last);
    last = report();
    assertThat(last.asks()).containsExactly(new Permits.Ask(Permits.ALL, 0, 0));
    granted(last, 0, false);
    assertThat(permits.jobs()).isEmpty();
  }

  @Test
  void whatEachMemberHasForItselfIsAskedOfNobody() {
    List<Permits.Key> two = List.of(new Permits.Key("j", Permits.HERE, 2));
    assertThat(permits.use(two)).isTrue();
    assertThat(permits.use(two)).isTrue();
    assertThat(permits.use(two)).isFalse();
    assertThat(permits.isShort("j")).isTrue();
    assertThat(permits.report("j", now).asks()).isEmpty();
    assertThat(permits.answer("j")).isEmpty();

    permits.release(two, now);
    assertThat(permits.isShort("j")).isFalse();
    assertThat(permits.use(two)).isTrue();
  }

  @Test
  void whatIsUsedIsKeptFromTaskToTaskUntilOthersWaitAndItsTurnIsOver() {
    has(1);
    assertThat(permits.use(KEY)).isTrue();
    later(60);
    granted(report(), 0, true);
    permits.release(KEY, now);
    assertThat(permits.use(KEY)).as("in its turn").isTrue();
    later(60);
    permits.release(KEY, now);

    assertThat(permits.use(KEY)).as("after its turn").isFalse();
  }

  @Test
  void aGrantThatWasOnItsWayWhenSomebodyAskedDoesNotCount() {
    assertThat(permits.mayUse(KEY)).isFalse();
    Permits.Report before = report();
    assertThat(permits.answer(JOB)).containsExactly(new Permits.Ask(Permits.ALL, 0, 0));

    assertThat(granted(before, 1, false)).isFalse();
    assertThat(permits.use(KEY)).isFalse();
    assertThat(report().asks()).containsExactly(new Permits.Ask(Permits.ALL, 0, 3));
  }

  @Test
  void aTaskUnderTwoLimitsNeedsBoth() {
    Permits.Key value = new Permits.Key(JOB, "=x");
    List<Permits.Key> both = List.of(KEY.get(0), value);
    has(1);
    assertThat(permits.use(both)).isFalse();
    assertThat(permits.use(KEY)).as("nothing was taken").isTrue();
  }

  @Test
  void aReleaseAfterTheJobIsForgottenDoesNothing() {
    has(1);
    assertThat(permits.use(KEY)).isTrue();
    permits.keep(job -> false);
    permits.release(KEY, now);

    assertThat(permits.jobs()).isEmpty();
  }
}
