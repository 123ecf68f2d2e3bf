package taskgrid.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import taskgrid.grid.GridFixture.SubmittedJob;

/** Results that were delivered are kept for a while, others for longer. */
@Timeout(120)
class ResultsAgeOutTest {
  @RegisterExtension final GridFixture grid = new GridFixture();

  @Test
  void deliveredResultsGoAfterAnHourAndOthersStay() throws Exception {
    grid.start(2);
    SubmittedJob delivered = grid.submit("echo 1", "echo 2", "echo 3");
    assertThat(delivered.results()).hasSize(3);
    grid.create("unread");
    BatchKey unread = grid.store(grid.member(0), "unread", 1, "echo 4");
    grid.seal("unread", 1, 1);
    assertThat(grid.logOf(unread)).hasSize(1);

    grid.pass(Duration.ofMinutes(59));
    grid.sweepTwice();
    assertThat(logsOf(delivered.id()).toList()).isNotEmpty().noneMatch(List::isEmpty);

    grid.pass(Duration.ofMinutes(2));
    Await.until(
        "what was delivered has gone",
        () -> {
          grid.sweepTwice();
          return logsOf(delivered.id()).allMatch(List::isEmpty);
        });
    assertThat(grid.readAgain("unread")).containsValue("4");
    delivered.forget();
  }

  private Stream<List<byte[]>> logsOf(String job) {
    return grid.member(0).logs().entrySet().stream()
        .filter(log -> log.getKey().job().equals(job))
        .map(log -> log.getValue());
  }
}
