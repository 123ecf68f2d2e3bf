package taskgrid.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import taskgrid.grid.GridFixture.SubmittedJob;
import taskgrid.grid.node.MockMember;
import taskgrid.task.JobOptions;
import taskgrid.task.JobState;

/** Jobs that ended long ago leave nothing behind; others stay. */
class OldJobsAreForgottenTest {
  @RegisterExtension final GridFixture grid = new GridFixture();

  @Test
  void ofAnOldJobNothingIsLeftThoughMembersComeAndGo() throws Exception {
    grid.start(2);
    SubmittedJob old = grid.submit(JobOptions.DEFAULT, GridFixture.lines(40, "echo"));
    assertThat(old.results()).hasSize(40);
    // It is delivered, and --keep is over.
    grid.pass(Duration.ofHours(2));
    Await.until(
        "every log is a stub",
        () -> {
          grid.sweepTwice();
          return grid.member(0).logs().values().stream().allMatch(List::isEmpty);
        });
    assertThat(old.job().status().state()).isEqualTo(JobState.SUCCEEDED);

    grid.pass(Duration.ofHours(23));
    grid.sweepTwice();
    assertThat(old.job().status().state()).isEqualTo(JobState.SUCCEEDED);

    grid.leave(grid.member(0));
    grid.join(2);
    grid.settle();
    grid.pass(Duration.ofHours(2));
    old.endsByItself();
    grid.sweepTwice();
    assertThatThrownBy(() -> grid.readAgain(old.id())).hasMessageStartingWith("no such job: ");
    grid.pass(Duration.ofMinutes(11));
    grid.sweepTwice();
    MockMember any = grid.member(1);
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
