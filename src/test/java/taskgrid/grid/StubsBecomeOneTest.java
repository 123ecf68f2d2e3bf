package taskgrid.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import taskgrid.grid.GridFixture.SubmittedJob;
import taskgrid.grid.node.MockMember;
import taskgrid.job.StageJob;
import taskgrid.task.JobOptions;
import taskgrid.task.Source;

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
