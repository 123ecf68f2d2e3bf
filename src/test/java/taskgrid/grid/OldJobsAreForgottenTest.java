package taskgrid.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import taskgrid.grid.GridFixture.SubmittedJob;
import taskgrid.grid.node.MockMember;
import taskgrid.task.JobState;

/** Jobs that ended long ago leave nothing behind; others stay. */
class OldJobsAreForgottenTest {
  @RegisterExtension final GridFixture grid = new GridFixture();

  @Test
  void ofAnOldJobNothingIsLeftThoughMembersComeAndGo() throws Exception {
    grid.start(2);
    grid.create("old");
    BatchKey here = grid.store(grid.member(0), "old", 1, "echo 1", "echo 2");
    BatchKey there = grid.store(grid.member(1), "old", 3, "echo 3");
    grid.seal("old", 3, 3);
    assertThat(grid.logOf(here)).hasSize(2);
    assertThat(grid.logOf(there)).hasSize(1);
    // The time of results that nobody has read is over.
    grid.pass(Duration.ofHours(25));
    grid.sweepTwice();
    assertThat(grid.member(0).logs())
        .hasSize(2)
        .allSatisfy((key, log) -> assertThat(log).isEmpty());

    grid.pass(Duration.ofHours(23));
    grid.sweepTwice();
    assertThat(grid.readAgain("old")).isEmpty();

    grid.leave(grid.member(0));
    grid.join(2);
    grid.pass(Duration.ofHours(25));
    MockMember any = grid.member(1);
    Await.until(
        "it is forgotten, once every member knows what it took over",
        () -> {
          grid.sweepTwice();
          return any.grid().jobs().toCompletableFuture().join().isEmpty();
        });
    assertThatThrownBy(() -> grid.readAgain("old")).hasMessageStartingWith("no such job: ");
    grid.pass(Duration.ofMinutes(11));
    grid.sweepTwice();
    assertThat(any.maps().jobs().keySet()).isEmpty();
    assertThat(any.maps().results().keySet()).isEmpty();
  }

  @Test
  void anOldJobThatStillRunsStays() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch started = new CountDownLatch(1);
    grid.start(2)
        .with(
            "long",
            (input, context) -> {
              started.countDown();
              Await.signal("the test lets it end", end);
              return "done";
            });
    SubmittedJob job = grid.submit("long");
    Await.signal("it runs", started);
    grid.pass(Duration.ofDays(30));
    grid.sweepTwice();
    assertThat(job.job().status().state()).isEqualTo(JobState.RUNNING);
    end.countDown();
    assertThat(job.texts()).containsValue("done");
  }

  @Test
  void anOldJobWithUnreadResultsStays() throws Exception {
    grid.start(2);
    grid.create("open");
    grid.store(grid.member(0), "open", 1, "echo 1");
    grid.seal("open", 1, 1);
    grid.pass(Duration.ofHours(23));
    grid.sweepTwice();
    assertThat(grid.readAgain("open")).hasSize(1);
    grid.pass(Duration.ofHours(23));
    grid.sweepTwice();
    assertThat(grid.member(0).grid().jobs().toCompletableFuture().get()).containsExactly("open");
  }
}
