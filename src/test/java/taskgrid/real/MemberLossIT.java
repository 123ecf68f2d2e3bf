package taskgrid.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A member goes while a long job runs on three: every line still has exactly one result. */
@Timeout(180)
class MemberLossIT {
  private static final int LINES = 1_000_000;
  private static final Duration LONG = Duration.ofSeconds(120);

  private RealGrid grid;
  private Path file;
  private Path output;

  @BeforeEach
  void start() throws Exception {
    grid = RealGrid.of(3, "--slots", "2", "--memory", "1g");
    file = grid.numbered("double ", LINES);
    output = grid.temp().resolve("output.txt");
  }

  @AfterEach
  void close() throws Exception {
    if (grid != null) {
      grid.close();
    }
  }

  @Test
  void killedInTheMiddle() throws Exception {
    Launched submit = submitUntilItRuns();
    grid.member(1).kill();

    everyLineHasOneResult(submit);
  }

  @Test
  void killedThoughItIsTheOneThatFormedTheGrid() throws Exception {
    Launched submit = submitUntilItRuns();
    grid.member(0).kill();

    everyLineHasOneResult(submit);
  }

  @Test
  void drainedFromAfarInTheMiddle() throws Exception {
    Launched submit = submitUntilItRuns();
    String address = grid.member(1).address();

    Launched drain = grid.begin("member", "drain", address);

    everyLineHasOneResult(submit);
    assertThat(drain.ended().exits(0).out()).isEqualTo("member " + address + ": left\n");
    grid.member(1).process().ended().exits(0);
  }

  @Test
  void toldToLeaveInTheMiddle() throws Exception {
    Launched submit = submitUntilItRuns();
    grid.member(1).terminate();

    everyLineHasOneResult(submit);
    grid.member(1).process().ended().exits(0);
  }

  private Launched submitUntilItRuns() throws Exception {
    Launched submit = grid.launchSubmit("--output", output.toString(), file.toString());
    Patience.until("the job is on its way", () -> sizeOfOutput() > 500_000);
    assertThat(submit.isAlive()).isTrue();
    return submit;
  }

  private long sizeOfOutput() throws Exception {
    return Files.exists(output) ? Files.size(output) : 0;
  }

  private void everyLineHasOneResult(Launched submit) throws Exception {
    assertThat(submit.isAlive()).as("the job still runs when the member goes").isTrue();
    SummaryLine summary = submit.ended(LONG).exits(0).summary();
    Figures.say("a member goes during %d lines: %.2f s in all", LINES, summary.seconds());
    assertThat(new EachNumberOnce(LINES).read(output, value -> value / 2)).isEmpty();
    assertThat(summary.succeeded()).isEqualTo(LINES);
  }
}
