package taskgrid.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressTextTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void aBarFillsTheLineAndNeverReachesTheLastColumn() {
    String line = ProgressText.bar(view(450, 1000, 10, ""), 80);

    assertThat(line)
        .isEqualTo(
            "[########...........] 45% 450/1000 tasks, 450/s, ETA 0:02, 10 failed, 2 members")
        .hasSizeLessThan(80);
  }

  @Test
  void anUnknownTotalHasNoBarAndNoEta() {
    assertThat(ProgressText.bar(view(450, -1, 0, ""), 80))
        .isEqualTo("450/? tasks, 450/s, 0 failed, 2 members");
  }

  @Test
  void anEstimatedTotalSaysSo() {
    ProgressView view = new ProgressView(450, 1000, false, 0, 2, SECOND, "");

    assertThat(ProgressText.words(view)).startsWith("45% 450/~1000 tasks");
  }

  @Test
  void millionsDoNotWrapEither() {
    ProgressView view =
        new ProgressView(
            9_999_999, 10_000_000, true, 1_234_567, 12, 36_000 * SECOND, "waiting for room");

    assertThat(ProgressText.bar(view, 80)).hasSizeLessThan(80);
    assertThat(ProgressText.bar(view, 20)).hasSize(19);
    assertThat(ProgressText.bar(view, 1)).isEmpty();
  }

  @Test
  void aHundredPercentIsForTheLastTask() {
    assertThat(ProgressText.percent(999_999, 1_000_000)).isEqualTo(99);
    assertThat(ProgressText.percent(1_000_000, 1_000_000)).isEqualTo(100);
    assertThat(ProgressText.percent(0, 0)).isEqualTo(100);
  }

  @Test
  void ratesHaveADecimalOnlyUnderTen() {
    assertThat(ProgressText.rate(9.94)).isEqualTo("9.9");
    assertThat(ProgressText.rate(9.96)).isEqualTo("10");
    assertThat(ProgressText.rate(1234567.4)).isEqualTo("1234567");
    assertThat(ProgressText.rate(0)).isEqualTo("0.0");
  }

  @Test
  void hoursShowInTheEta() {
    ProgressView view = new ProgressView(1, 10_001, true, 0, 1, SECOND, "");

    assertThat(ProgressText.words(view)).contains("ETA 2:46:40");
  }

  @Test
  void beforeTheFirstResultNobodyKnowsTheEta() {
    assertThat(ProgressText.words(view(0, 10, 0, ""))).contains("ETA ?");
  }

  private static ProgressView view(long done, long total, long failed, String note) {
    return new ProgressView(done, total, true, failed, 2, SECOND, note);
  }
}
