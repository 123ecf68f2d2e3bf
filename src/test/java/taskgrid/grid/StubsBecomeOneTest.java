package taskgrid.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import taskgrid.grid.GridFixture.SubmittedJob;
import taskgrid.grid.node.MockMember;
import taskgrid.job.ResultOptions;
import taskgrid.job.ResultReader;
import taskgrid.job.StageJob;
import taskgrid.task.JobOptions;
import taskgrid.task.Source;
import taskgrid.task.TaskResult;
import taskgrid.task.TaskState;

/** What is left of the batches of a source that members drive stays small, and still counts. */
class StubsBecomeOneTest {
  private static final int ITEMS = 20_000;

  /** As many as a source stores together. */
  private static final int ITEMS_OF_BATCH = 256;

  @RegisterExtension final GridFixture grid = new GridFixture();
  private final AtomicInteger made = new AtomicInteger();

  private SubmittedJob made() throws Exception {
    grid.with(
        "make",
        (input, context) -> {
          made.incrementAndGet();
          return "x";
        });
    grid.with("same", (input, context) -> input);
    StageJob same = new StageJob("same", JobOptions.DEFAULT.withFunction("same"), null);
    SubmittedJob last = grid.drive(new Source("make", Duration.ZERO, ITEMS), List.of(same));
    assertThat(last.texts()).hasSize(ITEMS);
    last.letGo();
    return last;
  }

  private static String source(SubmittedJob last) {
    return last.id().replaceFirst("[0-9]+$", "1");
  }

  /** Entries of the results map that the source has. */
  private List<BatchKey> entries(SubmittedJob last, MockMember seenBy) {
    return seenBy.logs().keySet().stream().filter(key -> key.job().equals(source(last))).toList();
  }

  private long counted(SubmittedJob last) throws Exception {
    return grid.find(source(last)).status().counts().succeeded();
  }

  @Test
  void theyTakeFewEntriesAndStillCountWhoeverOwnsThem() throws Exception {
    grid.start(2);
    SubmittedJob last = made();
    int batches = entries(last, grid.member(0)).size();
    grid.pass(Duration.ofSeconds(11));
    grid.sweepTwice();

    assertThat(batches).isGreaterThanOrEqualTo(ITEMS / ITEMS_OF_BATCH);
    assertThat(entries(last, grid.member(0))).hasSizeLessThan(batches / 2);
    assertThat(counted(last)).isEqualTo(ITEMS);

    MockMember late = grid.join(2);
    grid.settle();
    assertThat(counted(last)).isEqualTo(ITEMS);
    grid.leave(grid.member(0));
    grid.settle();
    assertThat(counted(last)).isEqualTo(ITEMS);
    grid.kill(grid.member(1));
    grid.settle();
    assertThat(counted(last)).isEqualTo(ITEMS);
    assertThat(entries(last, late)).hasSizeLessThan(batches / 2);
  }

  @Test
  void alsoOfBatchesThatWereHandedOnBeforeTheirOwnerDied() throws Exception {
    grid.start(2);
    SubmittedJob last = made();
    MockMember late = grid.join(2);
    int batches = entries(last, late).size();
    grid.kill(grid.member(0));
    grid.settle();
    for (int times = 0; times < 2; times++) {
      grid.pass(Duration.ofSeconds(11));
      grid.sweepTwice();
    }

    assertThat(entries(last, late)).hasSizeLessThan(batches / 2);
    assertThat(counted(last)).isEqualTo(ITEMS);
  }

  @Test
  void whoReadsThemHearsHowManyAreGone() throws Exception {
    grid.start(2);
    SubmittedJob last = made();
    grid.pass(Duration.ofSeconds(11));
    grid.sweepTwice();

    ResultReader reader = grid.find(last.id()).results(new ResultOptions(false, true, true));
    assertThat(next(reader)).isNull();
    assertThat(reader.dropped()).isEqualTo(ITEMS);
    assertThatThrownBy(() -> grid.find(source(last)).task(5))
        .hasMessageContaining("line 5 of job " + source(last) + " has ended");
  }

  @Test
  void whatFailedInTheLastStageIsKeptWithItsReason() throws Exception {
    grid.start(2);
    grid.with("make", (input, context) -> "x");
    grid.with(
        "same",
        (input, context) -> {
          if (made.incrementAndGet() == 7) {
            throw new IllegalStateException("odd");
          }
          return input;
        });
    StageJob same = new StageJob("same", JobOptions.DEFAULT.withFunction("same"), null);
    SubmittedJob last = grid.drive(new Source("make", Duration.ZERO, ITEMS), List.of(same));
    assertThat(last.texts()).hasSize(ITEMS);
    last.letGo();
    grid.pass(Duration.ofSeconds(11));
    grid.sweepTwice();

    ResultReader reader = grid.find(last.id()).results(new ResultOptions(false, true, true));
    List<String> errors = new ArrayList<>();
    for (TaskResult result = next(reader); result != null; result = next(reader)) {
      if (result.state() == TaskState.FAILED) {
        errors.add(result.error());
      }
    }
    assertThat(errors).containsExactly("odd");
    assertThat(reader.dropped()).isPositive();
  }

  private static @Nullable TaskResult next(ResultReader reader) throws Exception {
    return reader.poll(Duration.ofSeconds(Await.PATIENCE_SECONDS));
  }

  @Test
  void aLateCopyOfABatchIsNotRun() throws Exception {
    grid.start(2);
    SubmittedJob last = made();
    BatchKey first = entries(last, grid.member(0)).get(0);
    grid.pass(Duration.ofSeconds(11));
    grid.sweepTwice();
    assertThat(entries(last, grid.member(0))).doesNotContain(first);

    grid.storeAgain(first, Collections.nCopies(ITEMS_OF_BATCH, "make").toArray(String[]::new));
    grid.awaitNoWork();

    assertThat(made).hasValue(ITEMS);
    assertThat(counted(last)).isEqualTo(ITEMS);
  }

  @Test
  void nothingIsLeftOfAPipelineThatIsForgotten() throws Exception {
    grid.start(2);
    SubmittedJob last = made();
    grid.pass(Duration.ofSeconds(11));
    grid.sweepTwice();
    assertThat(entries(last, grid.member(0))).isNotEmpty();

    grid.find(source(last)).forget();
    grid.sweepTwice();

    Await.until("nothing is left", () -> entries(last, grid.member(0)).isEmpty());
  }
}
