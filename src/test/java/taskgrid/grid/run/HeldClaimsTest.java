package taskgrid.grid.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import taskgrid.grid.BatchKey;
import taskgrid.grid.run.HeldClaims.Range;

class HeldClaimsTest {
  private static final BatchKey KEY = Lines.key("job", 1);
  private final HeldClaims claims = new HeldClaims();

  @Test
  void aClaimIsHeldUntilItsRunHasEndedAndAllItsResultsAreSafe() {
    HeldClaims.Held held = claims.hold(KEY, 3, 7);
    held.add();
    held.add();

    held.release();
    held.release();
    assertThat(claims.of(key -> true)).containsExactly(new Range(KEY, 3, 7));

    held.release();
    assertThat(claims.isEmpty()).isTrue();
    assertThat(claims.of(key -> true)).isEmpty();
  }

  @Test
  void whatWasGivenBackIsNotHeld() {
    HeldClaims.Held held = claims.hold(KEY, 3, 7);
    held.shrink(5);
    held.shrink(6);

    assertThat(claims.of(key -> true)).containsExactly(new Range(KEY, 3, 5));
  }

  @Test
  void severalClaimsOfABatchAreHeldEachByItself() {
    HeldClaims.Held first = claims.hold(KEY, 0, 1);
    claims.hold(KEY, 1, 2);
    first.release();

    assertThat(claims.of(key -> true)).containsExactly(new Range(KEY, 1, 2));
  }

  @Test
  void aQuestionIsAboutTheBatchesThatItNames() {
    BatchKey other = Lines.key("other", 1);
    claims.hold(KEY, 0, 1);
    claims.hold(other, 0, 2);

    assertThat(claims.of(other::equals)).containsExactly(new Range(other, 0, 2));
  }
}
