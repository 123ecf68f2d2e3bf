package taskgrid.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;

/** Two members of four are killed at the same moment. */
@Timeout(180)
@Execution(CONCURRENT)
class TwoMembersLostIT {
  private static final Duration LONG = Duration.ofSeconds(120);

  private RealGrid grid;

  @AfterEach
  void close() throws Exception {
    if (grid != null) {
      grid.close();
    }
  }

  @Test
  void theSubmitterSendsAgainWhatIsGone() throws Exception {
    grid = RealGrid.of(4, "--slots", "2", "--memory", "512m");
    int lines = 300_000;
    Path output = grid.temp().resolve("output.txt");
    Path file = grid.numbered("double ", lines);
    Launched submit = grid.launchSubmit("--output", output.toString(), file.toString());
    Patience.until("the job is on its way", () -> output.toFile().length() > 100_000);

    killTwo();

    assertThat(submit.ended(LONG).exits(0).summary().succeeded()).isEqualTo(lines);
    assertThat(new EachNumberOnce(lines).read(output, value -> value / 2)).isEmpty();
  }

  @Test
  void withoutASubmitterTheLossIsSaid() throws Exception {
    grid = RealGrid.of(4, "--slots", "2", "--memory", "512m");
    String id = detachedSleepers();

    killTwo();

    Ran waited = grid.begin("job", "wait", id).ended(LONG).exits(255);
    assertThat(waited.err()).contains("is lost").contains(" of 200 tasks").contains("lines ");
    Ran shown = grid.taskgrid("job", "show", id).exits(0);
    assertThat(shown.out()).containsPattern("state +lost").contains("lines ");
    grid.begin("job", "results", id, "--follow").ended(LONG).exits(255);
  }

  @Test
  void withTwoBackupsNothingIsLost() throws Exception {
    grid = RealGrid.of(4, "--slots", "2", "--memory", "512m", "--backup-count", "2");
    String id = detachedSleepers();

    killTwo();

    Ran waited = grid.begin("job", "wait", id).ended(LONG).exits(0);
    assertThat(waited.summary().succeeded()).isEqualTo(200);
    List<String> results = grid.taskgrid("job", "results", id).exits(0).lines();
    assertThat(results).hasSize(200).doesNotHaveDuplicates();
  }

  /** A second of work for every slot, sent before anybody asks. */
  private String detachedSleepers() throws Exception {
    Path file = grid.numbered("sleep 200ms ", 200);
    return grid.submit("--detach", "--batch-size", "2", file.toString()).exits(0).out().strip();
  }

  /** Between the two, the grid must not get the time to make new backups of what the first held. */
  private void killTwo() {
    grid.member(1).process().crash();
    grid.member(2).process().crash();
  }
}
