package taskgrid.grid.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import taskgrid.grid.Await;
import taskgrid.grid.BatchKey;
import taskgrid.grid.layout.Segment;
import taskgrid.task.JobOptions;

class SlotsTest {
  private static final UUID OWNER = new UUID(0, 9);

  private final OneMember member = new OneMember();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger rung = new AtomicInteger();
  private Slots slots = slots(1);

  private Slots slots(int count) {
    slots =
        new Slots(
            count,
            member.dispatcher,
            member.delivery,
            () -> {
              rung.incrementAndGet();
              threads.execute(() -> slots.answerTicket());
            },
            "me");
    return slots;
  }

  @AfterEach
  void threadsEnd() throws InterruptedException {
    threads.shutdownNow();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  /** Runs what is offered, and waits until all of it has ended. */
  private Map<Integer, String> run(BatchKey key) throws Exception {
    slots.callForHelp();
    return ended(key);
  }

  private Map<Integer, String> ended(BatchKey key) throws Exception {
    Await.until(
        key + " has ended",
        () -> {
          slots.tick();
          member.writer.tick();
          return !member.store.batches.containsKey(key);
        });
    Await.until("nothing is held any more", member.claims::isEmpty);
    return member.results(key);
  }

  @Test
  void tasksAreRunAndTheirResultsWritten() throws Exception {
    member.job("a");
    BatchKey key = member.offer("a", 1, "double 21", "fail no luck", "nonsense", "echo x");

    assertThat(run(key))
        .containsEntry(0, "42")
        .containsEntry(1, "failed: no luck")
        .containsEntry(3, "x")
        .hasEntrySatisfying(
            2, reason -> assertThat(reason).startsWith("failed: ").contains("nonsense"));
  }

  @Test
  void noMoreTasksRunAtOnceThanThereAreSlots() throws Exception {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch three = new CountDownLatch(3);
    member.functions.with(
        "count",
        (input, context) -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          three.countDown();
          Await.signal("three run at once", three);
          running.decrementAndGet();
          return "";
        });
    slots(3);
    member.job("a");
    String[] lines = new String[30];
    java.util.Arrays.fill(lines, "count");
    run(member.offer("a", 1, lines));

    assertThat(most).hasValue(3);
    assertThat(slots.idle()).isEqualTo(3);
    assertThat(slots.running()).isZero();
  }

  @Test
  void idleSlotsHelpWithABatchThatAnotherOpened() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    member.functions.with(
        "meet",
        (input, context) -> {
          both.countDown();
          Await.signal("both tasks of one batch run at once", both);
          return "";
        });
    slots(2);
    member.job("a");

    assertThat(run(member.offer("a", 1, "meet", "meet"))).hasSize(2);
  }

  @Test
  void aBatchThatIsOfferedAfterTheLastLookAndBeforeTheSlotIsFreeIsNotMissed() throws Exception {
    AtomicBoolean looked = new AtomicBoolean();
    member.gate =
        (key, after) -> {
          boolean lastLook = looked.compareAndSet(false, true);
          if (lastLook) {
            // Whoever offers it now finds no free slot, and rings for nobody.
            slots.callForHelp();
          }
          return !lastLook;
        };
    member.job("a");
    BatchKey key = member.offer("a", 1, "echo x");
    threads.execute(slots::answerTicket);

    assertThat(ended(key)).isEqualTo(OneMember.all("x"));
    assertThat(rung).as("no ticket was needed").hasValue(0);
  }

  @Test
  void batchesThatComeOneAfterTheOtherAreAllRun() throws Exception {
    Semaphore done = new Semaphore(0);
    member.functions.with(
        "done",
        (input, context) -> {
          done.release();
          return "";
        });
    member.job("a");
    for (int first = 1; first <= 2_000; first++) {
      // The slot of the task before this one is about to stop, or has just stopped.
      member.offer("a", first, "done");
      slots.callForHelp();
      assertThat(done.tryAcquire(20, TimeUnit.SECONDS)).as("task %d runs", first).isTrue();
    }
  }

  @Test
  void aTicketWithNothingToDoEndsAtOnce() {
    slots.answerTicket();

    assertThat(slots.idle()).isEqualTo(1);
    assertThat(rung).hasValue(0);
  }

  @Test
  void whatWaitsBehindALongTaskIsRunByOthers() throws Exception {
    CountDownLatch othersRan = new CountDownLatch(3);
    member.functions.with(
        "long",
        (input, context) -> {
          Await.signal("the tasks behind the long one run", othersRan);
          return "long";
        });
    member.functions.with(
        "short",
        (input, context) -> {
          othersRan.countDown();
          return "short";
        });
    slots(2);
    member.job("a");
    member.tiny("a");
    BatchKey key = member.offer("a", 1, "short", "long", "short", "short");

    assertThat(run(key)).isEqualTo(OneMember.all("short", "long", "short", "short"));
  }

  @Test
  void resultsBeforeALongTaskAreDeliveredWhileItRuns() throws Exception {
    CountDownLatch shown = new CountDownLatch(1);
    member.functions.with(
        "long",
        (input, context) -> {
          Await.signal("the result before is in the log", shown);
          return "long";
        });
    member.job("a");
    member.tiny("a");
    BatchKey key = member.offer("a", 1, "echo early", "long");
    slots.callForHelp();
    Await.until(
        "the first result is in the log",
        () -> {
          slots.tick();
          member.writer.tick();
          return !member.log(key).isEmpty();
        });
    shown.countDown();

    assertThat(ended(key)).isEqualTo(OneMember.all("early", "long"));
  }

  @Test
  void aTaskThatIsOutOfTimeIsInterruptedAndTheNextIsNot() throws Exception {
    member.functions.with(
        "stuck",
        (input, context) -> {
          new CountDownLatch(1).await();
          return "never";
        });
    member.functions.with("interrupted", (input, context) -> "" + Thread.interrupted());
    member.job("a");
    member.tiny("a");
    BatchKey key =
        member.offer(
            "a", 1, "{\"function\":\"stuck\",\"timeout\":\"20ms\"}", "interrupted", "interrupted");

    assertThat(run(key))
        .isEqualTo(OneMember.all("failed: no answer within 20 ms", "false", "false"));
  }

  @Test
  void aFunctionThatIgnoresItsInterruptLosesItsThreadButNotTheSlot() throws Exception {
    CountDownLatch heard = new CountDownLatch(1);
    CountDownLatch returned = new CountDownLatch(1);
    member.functions.with(
        "deaf",
        (input, context) -> {
          while (heard.getCount() > 0) {
            Thread.onSpinWait();
          }
          returned.countDown();
          return "much too late";
        });
    member.job("a");
    BatchKey key =
        member.offer("a", 1, "{\"function\":\"deaf\",\"timeout\":\"20ms\"}", "echo x", "echo y");

    assertThat(run(key)).isEqualTo(OneMember.all("failed: no answer within 20 ms", "x", "y"));
    assertThat(slots.running()).isZero();

    heard.countDown();
    Await.signal("the deaf function returns", returned);
    BatchKey next = member.offer("a", 4, "echo z");
    assertThat(run(next)).isEqualTo(OneMember.all("z"));
    // A slot is free a moment after its last result is safe.
    Await.until("the slot is free", () -> slots.idle() > 0);
    assertThat(slots.idle()).as("the thread that came late returns no second permit").isEqualTo(1);
  }

  @Test
  void aDeafTaskIsTriedAgainIfItHasRetries() throws Exception {
    CountDownLatch heard = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    member.functions.with(
        "deafOnce",
        (input, context) -> {
          while (calls.get() == 0 || (context.attempt() == 1 && heard.getCount() > 0)) {
            calls.set(1);
          }
          return "attempt " + context.attempt();
        });
    member.job("a");
    BatchKey key =
        member.offer(
            "a",
            1,
            "{\"function\":\"deafOnce\",\"timeout\":\"20ms\",\"retries\":1,\"backoff\":\"1ms\"}");

    assertThat(run(key)).isEqualTo(OneMember.all("attempt 2"));
    heard.countDown();
  }

  @Test
  void aDeafTaskOfACancelledJobEnds() throws Exception {
    CountDownLatch heard = new CountDownLatch(1);
    CountDownLatch started = new CountDownLatch(1);
    member.functions.with(
        "deaf",
        (input, context) -> {
          started.countDown();
          while (heard.getCount() > 0) {
            Thread.onSpinWait();
          }
          return "";
        });
    member.job("a");
    BatchKey key = member.offer("a", 1, "deaf");
    slots.callForHelp();
    Await.signal("the task runs", started);
    member.cancel("a", "enough");

    assertThat(ended(key)).isEqualTo(OneMember.all("cancelled: enough"));
    heard.countDown();
  }

  @Test
  void anInterruptNeverHitsAnotherTaskThanItsOwn() throws Exception {
    ConcurrentLinkedQueue<Long> hit = new ConcurrentLinkedQueue<>();
    member.functions.with(
        "spin",
        (input, context) -> {
          // Its own limit may be over before it begins, on a busy machine; then it is told so.
          if (Thread.currentThread().isInterrupted() && !context.cancelled()) {
            hit.add(context.task());
          }
          long end = System.nanoTime() + 1_000_000;
          while (System.nanoTime() < end) {
            Thread.onSpinWait();
          }
          return "done";
        });
    member.job("a");
    member.tiny("a");
    String[] lines = new String[400];
    java.util.Arrays.fill(lines, "{\"function\":\"spin\",\"timeout\":\"1ms\"}");
    BatchKey key = member.offer("a", 1, lines);
    AtomicBoolean ended = new AtomicBoolean();
    threads.execute(
        () -> {
          while (!ended.get()) {
            slots.tick();
          }
        });
    Map<Integer, String> results = run(key);
    ended.set(true);

    assertThat(hit).isEmpty();
    assertThat(results).hasSize(400);
  }

  @Test
  void anInterruptThatAFunctionLeavesBehindDoesNotReachTheNextTask() throws Exception {
    member.functions.with(
        "rude",
        (input, context) -> {
          Thread.currentThread().interrupt();
          return "rude";
        });
    member.functions.with("interrupted", (input, context) -> "" + Thread.interrupted());
    member.job("a");
    member.tiny("a");

    assertThat(run(member.offer("a", 1, "rude", "interrupted")))
        .isEqualTo(OneMember.all("rude", "false"));
  }

  @Test
  void aFunctionMayThrowAnything() throws Exception {
    member.functions.with(
        "throw",
        (input, context) -> {
          switch (input) {
            case "error" -> throw new Error("an error");
            case "memory" -> throw new OutOfMemoryError("not really");
            case "runtime" -> throw new IllegalStateException();
            default -> {
              return input;
            }
          }
        });
    member.job("a");
    member.tiny("a");
    BatchKey key =
        member.offer("a", 1, "throw error", "throw memory", "throw runtime", "throw nothing");

    assertThat(run(key))
        .isEqualTo(
            OneMember.all(
                "failed: an error",
                "failed: not really",
                "failed: java.lang.IllegalStateException",
                "nothing"));
  }

  @Test
  void aValueThatIsTooLargeFailsItsTask() throws Exception {
    member.functions.with("large", (input, context) -> "x".repeat(Integer.parseInt(input)));
    JobOptions d = JobOptions.DEFAULT;
    member.job(
        "a",
        new JobOptions(
            null, null, 0, d.maxLine(), 100, Duration.ofHours(1), Duration.ofHours(1), false));

    assertThat(run(member.offer("a", 1, "large 100", "large 101")))
        .containsEntry(0, "x".repeat(100))
        .containsEntry(1, "failed: value of 101 bytes is longer than --max-value 100");
  }

  @Test
  void aValueThatTheMemberCannotHoldFailsItsTask() throws Exception {
    member.functions.with("large", (input, context) -> "x".repeat(Integer.parseInt(input)));
    member.job("a");

    assertThat(run(member.offer("a", 1, "large " + (4 << 20))).get(0))
        .startsWith("failed: value of 4194304 bytes, with its line of ")
        .contains("is too large for a member with ");
  }

  @Test
  void aSlotWithALargeValueWaitsUntilTheOneBeforeIsSafe() throws Exception {
    AtomicInteger ran = new AtomicInteger();
    AtomicReference<Thread> slot = new AtomicReference<>();
    member.functions.with(
        "large",
        (input, context) -> {
          slot.set(Thread.currentThread());
          ran.incrementAndGet();
          return "x".repeat(Room.LARGE);
        });
    member.job("a");
    member.store.hold();
    BatchKey key = member.offer("a", 1, "large", "large", "large", "large");
    slots.callForHelp();

    Await.until("the second value is there", () -> ran.get() == 2);
    Await.until("it waits", () -> slot.get().getState() == Thread.State.WAITING);
    assertThat(ran.get()).isEqualTo(2);

    member.store.letGo();
    assertThat(ended(key)).hasSize(4);
    assertThat(ran.get()).isEqualTo(4);
  }

  @Test
  void manyLargeValuesDoNotMakeALargerSegment() throws Exception {
    member.functions.with("large", (input, context) -> "x".repeat(Integer.parseInt(input)));
    member.job("a");
    member.tiny("a");
    String[] lines =
        IntStream.range(0, 60)
            .mapToObj(line -> "large " + (line == 30 ? 3 << 20 : 100_000))
            .toArray(String[]::new);
    BatchKey key = member.offer("a", 1, lines);

    assertThat(run(key)).hasSize(60);
    List<byte[]> log = member.log(key);
    assertThat(log.stream().filter(segment -> segment.length > 3 << 20))
        .singleElement()
        .satisfies(alone -> assertThat(Lines.records(alone)).containsExactly("30:VALUE"));
    assertThat(log.stream().filter(segment -> segment.length < 3 << 20))
        .allSatisfy(segment -> assertThat(segment.length).isLessThan((1 << 20) + 10_000));
    assertThat(Segment.read(log.get(log.size() - 1)).complete()).isTrue();
  }

  @Test
  void aCancelledJobEndsWholeItsRunningTaskToo() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    member.functions.with(
        "stuck",
        (input, context) -> {
          started.countDown();
          new CountDownLatch(1).await();
          return "never";
        });
    JobContext job = member.job("a");
    member.tiny("a");
    BatchKey key = member.offer("a", 1, "echo done", "stuck", "echo never", "echo never");
    slots.callForHelp();
    Await.signal("the second task runs", started);
    member.cancel("a", "enough");
    Await.until(
        "the job has ended",
        () -> {
          slots.tick();
          new CancelWaiting(member.dispatcher, member.delivery).run(job);
          member.writer.tick();
          return !member.store.batches.containsKey(key);
        });

    assertThat(member.results(key))
        .isEqualTo(
            OneMember.all("done", "cancelled: enough", "cancelled: enough", "cancelled: enough"));
  }

  @Test
  void aCancelledJobThatNeverRanEndsToo() {
    JobContext job = member.job("a");
    BatchKey key = member.offer("a", 1, "echo 1", "echo 2");
    member.cancel("a", "enough");
    new CancelWaiting(member.dispatcher, member.delivery).run(job);

    assertThat(member.results(key))
        .isEqualTo(OneMember.all("cancelled: enough", "cancelled: enough"));
    assertThat(member.store.batches).isEmpty();
  }

  @Test
  void theTaskKnowsWhereItRuns() throws Exception {
    member.functions.with(
        "context",
        (input, context) ->
            context.job()
                + "."
                + context.task()
                + " attempt "
                + context.attempt()
                + " at "
                + context.member()
                + (context.cancelled() ? " cancelled" : ""));
    member.job("a");

    assertThat(run(member.offer("a", 17, "context", "context")))
        .isEqualTo(OneMember.all("a.17 attempt 1 at me", "a.18 attempt 1 at me"));
  }

  @Test
  void aFailedTaskIsTriedAgainAndItsAttemptsAreKept() throws Exception {
    member.functions.with(
        "third",
        (input, context) -> {
          if (context.attempt() < 3) {
            throw new IllegalStateException("attempt " + context.attempt());
          }
          return "attempt " + context.attempt();
        });
    member.job("a");
    String line = "{\"function\":\"third\",\"retries\":%d,\"backoff\":\"1ms\"}";
    BatchKey key = member.offer("a", 1, line.formatted(2), line.formatted(1));

    assertThat(run(key)).isEqualTo(OneMember.all("attempt 3", "failed: attempt 2"));
    assertThat(member.log(key).stream().flatMap(segment -> Lines.records(segment).stream()))
        .containsExactlyInAnyOrder(
            "0:FAILED_ATTEMPT", "0:FAILED_ATTEMPT", "0:VALUE", "1:FAILED_ATTEMPT", "1:FAILED");
  }

  @Test
  void whatIsNotStartedOfALeavingBatchIsGivenBackAndWhatRunsIsHeld() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    member.functions.with(
        "wait",
        (input, context) -> {
          started.countDown();
          Await.signal("the test lets it end", end);
          return "waited";
        });
    member.job("a");
    member.tiny("a");
    BatchKey key = member.offer("a", 1, "wait", "echo 2", "echo 3");
    slots.callForHelp();
    Await.signal("the first task runs", started);
    member.gated.add(key);

    slots.takeBack(key::equals);

    assertThat(member.claims.of(key::equals)).containsExactly(new HeldClaims.Range(key, 0, 1));
    assertThat(member.dispatcher.open().get(key).waiting()).isEqualTo(2);
    member.dispatcher.evict(key::equals).forEach(batch -> batch.close());
    end.countDown();
    Await.until("the result is delivered to the new owner", () -> member.peers.waiting() == 1);
    assertThat(member.claims.isEmpty()).isFalse();
    member.peers.acknowledge();
    Await.until("nothing is held any more", member.claims::isEmpty);
  }

  @Test
  void linesOfAnotherOwnerBehindALongTaskAreRunByOtherSlotsHere() throws Exception {
    CountDownLatch othersRan = new CountDownLatch(2);
    member.functions.with(
        "long",
        (input, context) -> {
          Await.signal("the tasks behind the long one run", othersRan);
          return "long";
        });
    member.functions.with(
        "short",
        (input, context) -> {
          othersRan.countDown();
          return "short";
        });
    slots(2);
    JobContext job = member.job("a");
    BatchKey key = Lines.key("a", 1);
    byte[] lines = Lines.batch(3, "long", "short", "short");
    member.dispatcher.takeOver(
        new Dispatcher.Grant(key, new OpenBatch.Claim(2, 5, 1), lines), OWNER, System.nanoTime());
    slots.callForHelp();
    Await.until(
        "all three are delivered to their owner",
        () -> {
          slots.tick();
          while (member.peers.waiting() > 0) {
            member.peers.acknowledge();
          }
          return member.claims.isEmpty();
        });

    assertThat(member.peers.delivered.stream().flatMap(SlotsTest::records))
        .containsExactlyInAnyOrder("2:VALUE", "3:VALUE", "4:VALUE");
    assertThat(job.cancelled()).isNull();
  }

  @Test
  void linesOfAnotherOwnerOfACancelledJobAreCancelledThere() throws Exception {
    member.job("a");
    BatchKey key = Lines.key("a", 1);
    member.dispatcher.takeOver(
        new Dispatcher.Grant(key, new OpenBatch.Claim(2, 4, 1), Lines.batch(3, "echo", "echo")),
        OWNER,
        System.nanoTime());
    member.cancel("a", "enough");
    slots.callForHelp();
    Await.until("they are delivered to their owner", () -> member.peers.waiting() > 0);
    member.peers.acknowledge();

    Await.until("nothing is held any more", member.claims::isEmpty);
    assertThat(member.peers.delivered.stream().flatMap(SlotsTest::records))
        .containsExactly("2:CANCELLED", "3:CANCELLED");
  }

  private static java.util.stream.Stream<String> records(byte[] chunk) {
    return Lines.records(taskgrid.grid.layout.Chunk.read(chunk).records()).stream();
  }
}
