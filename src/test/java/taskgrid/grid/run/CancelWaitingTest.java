package taskgrid.grid.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import taskgrid.grid.Await;
import taskgrid.grid.BatchKey;

/** Tasks that are cancelled one by one, on one member. */
class CancelWaitingTest {
  private final OneMember member = new OneMember();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Slots slots = new Slots(1, member.dispatcher, member.delivery, this::ring, "me");
  private final CancelWaiting cancelling = new CancelWaiting(member.dispatcher, member.delivery);
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  CancelWaitingTest() {
    member.functions.with(
        "stuck",
        (input, context) -> {
          started.countDown();
          Await.signal("the stuck task may go on", goOn);
          return input;
        });
  }

  private void ring() {
    threads.execute(() -> slots.answerTicket());
  }

  @AfterEach
  void threadsEnd() throws InterruptedException {
    threads.shutdownNow();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  private void awaitEnd(BatchKey key) throws Exception {
    Await.until(
        key + " has ended",
        () -> {
          slots.tick();
          member.writer.tick();
          return !member.store.batches.containsKey(key);
        });
  }

  @Test
  void onlyTheNamedTasksEnd() throws Exception {
    JobContext job = member.job("a");
    BatchKey key = member.offer("a", 11, "echo 1", "echo 2", "# none", "echo 4", "echo 5");
    member.cancelTasks("a", "12-14", "not these");
    cancelling.run(job);
    slots.callForHelp();
    awaitEnd(key);

    assertThat(member.results(key))
        .containsEntry(0, "1")
        .containsEntry(1, "cancelled: not these")
        .containsEntry(3, "cancelled: not these")
        .containsEntry(4, "5")
        .hasSize(4);
  }

  @Test
  void aRunningTaskIsStoppedAndItsNeighboursRunOn() throws Exception {
    JobContext job = member.job("a");
    member.tiny("a");
    BatchKey key = member.offer("a", 1, "echo 1", "stuck 2", "echo 3", "echo 4");
    slots.callForHelp();
    Await.signal("the second task runs", started);
    member.cancelTasks("a", "2,4", "no");
    cancelling.run(job);
    awaitEnd(key);

    assertThat(member.results(key))
        .isEqualTo(OneMember.all("1", "cancelled: no", "3", "cancelled: no"));
  }

  @Test
  void whatASlotHasClaimedIsNotStarted() throws Exception {
    JobContext job = member.job("a");
    member.tiny("a");
    BatchKey key = member.offer("a", 1, "stuck 1", "echo 2", "echo 3");
    slots.callForHelp();
    Await.signal("the first task runs", started);
    member.cancelTasks("a", "2", null);
    goOn.countDown();
    awaitEnd(key);

    assertThat(job.cancellation()).isNotNull();
    assertThat(member.results(key)).isEqualTo(OneMember.all("1", "cancelled: cancelled", "3"));
  }

  @Test
  void whatComesLaterIsCancelledWhenItComes() throws Exception {
    member.job("a");
    member.cancelTasks("a", "1-1000000", "all of them");
    BatchKey key = member.offer("a", 4_097, "echo 1", "echo 2");
    slots.callForHelp();
    awaitEnd(key);

    assertThat(member.results(key))
        .isEqualTo(OneMember.all("cancelled: all of them", "cancelled: all of them"));
  }

  @Test
  void aBatchThatIsNotMeantIsNotOpened() {
    JobContext job = member.job("a");
    BatchKey far = member.offer("a", 10_000, "echo 1");
    BatchKey behind = member.offer("a", 1, "echo 1");
    member.cancelTasks("a", "5000-9999", "no");
    cancelling.run(job);

    assertThat(member.dispatcher.open()).doesNotContainKeys(far, behind);
  }

  @Test
  void aTaskThatWaitsForItsNextAttemptEnds() throws Exception {
    JobContext job = member.job("a");
    BatchKey key =
        member.offer(
            "a", 1, "{\"function\":\"fail\",\"argument\":\"x\",\"retries\":3,\"backoff\":\"1h\"}");
    slots.callForHelp();
    Await.until(
        "the first attempt has failed",
        () -> {
          slots.tick();
          OpenBatch open = member.dispatcher.open().get(key);
          return open != null && open.waiting() == 1 && !open.hasFree();
        });
    member.cancelTasks("a", "1", "enough");
    cancelling.run(job);
    awaitEnd(key);

    assertThat(member.results(key)).isEqualTo(OneMember.all("cancelled: enough"));
  }

  @Test
  void aHaltedJobStartsNothingMoreAndWhatRunsEnds() throws Exception {
    JobContext job = member.job("a");
    member.tiny("a");
    BatchKey key = member.offer("a", 1, "echo 1", "stuck 2", "echo 3", "echo 4");
    slots.callForHelp();
    Await.signal("the second task runs", started);
    member.halt("a", "halted");
    cancelling.run(job);
    slots.tick();
    goOn.countDown();
    awaitEnd(key);

    assertThat(member.results(key))
        .isEqualTo(OneMember.all("1", "2", "cancelled: halted", "cancelled: halted"));
  }
}
