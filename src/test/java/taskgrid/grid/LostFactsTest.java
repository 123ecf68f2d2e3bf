package taskgrid.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import taskgrid.grid.node.MockMember;
import taskgrid.task.JobState;
import taskgrid.task.JobStatus;

/** Jobs whose options went with the members that held them, as if they had never been created. */
class LostFactsTest {
  @RegisterExtension final GridFixture grid = new GridFixture();

  @Test
  void suchAJobIsLostAndSaysWhichLinesThereAreUntilItIsForgotten() throws Exception {
    grid.start(2);
    store(grid.member(0), 1, "echo 1", "echo 2");
    store(grid.member(1), 3, "echo 3");

    JobStatus status = grid.find("orphan").status();
    assertThat(status.state()).isEqualTo(JobState.LOST);
    assertThat(status.reason()).endsWith("0 ended and 3 are never run: lines 1-3");

    grid.sweepTwice();
    grid.pass(Duration.ofDays(6));
    grid.sweepTwice();
    assertThat(grid.stateOf("orphan")).isEqualTo(JobState.LOST);

    grid.pass(Duration.ofDays(2));
    grid.sweepTwice();
    Await.until("no batch is left", () -> grid.member(0).maps().tasks().isEmpty());
    assertThatThrownBy(() -> grid.find("orphan")).hasMessageStartingWith("no such job: ");
  }

  @Test
  void suchAJobRunsWhenItsOptionsAreBack() throws Exception {
    grid.start(2);
    store(grid.member(0), 1, "echo 1", "echo 2");
    assertThat(grid.stateOf("orphan")).isEqualTo(JobState.LOST);

    grid.create("orphan");
    grid.seal("orphan", 2, 2);
    grid.awaitNoWork();

    assertThat(grid.readAgain("orphan")).hasSize(2);
  }

  /** Returns when the owner has heard of it. */
  private void store(MockMember owner, long first, String... lines) throws Exception {
    BatchKey key = grid.store(owner, "orphan", first, lines);
    Await.until("its owner knows the batch", () -> owner.knows(key));
  }
}
