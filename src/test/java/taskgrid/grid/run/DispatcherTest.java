package taskgrid.grid.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import taskgrid.grid.BatchKey;
import taskgrid.grid.layout.Batch;
import taskgrid.grid.layout.Extent;
import taskgrid.grid.layout.Segment;
import taskgrid.grid.layout.Stub;
import taskgrid.grid.run.HeldClaims.Range;
import taskgrid.task.Commands;
import taskgrid.task.JobOptions;
import taskgrid.task.Placement;
import taskgrid.task.TaskState;
import taskgrid.task.Where;

class DispatcherTest {
  private static final UUID OTHER = new UUID(0, 1);

  private final OneMember member = new OneMember();
  private final Dispatcher dispatcher = member.dispatcher;

  /** What free slots would run next, until there is nothing: {@code job.line}. */
  private List<String> next(int slots) {
    List<String> order = new ArrayList<>();
    for (int slot = 0; slot < slots; slot++) {
      Dispatcher.Started started = dispatcher.next();
      if (started == null) {
        break;
      }
      Run run = started.run();
      order.add(run.key().job() + "." + (run.key().first() + run.from()));
    }
    return order;
  }

  @Nested
  class Order {
    @Test
    void jobsTakeTurnsHoweverManyBatchesTheyHave() {
      member.job("a");
      member.job("b");
      member.offer("a", 1, "x", "x", "x");
      member.offer("a", 4, "x", "x", "x");
      member.offer("b", 1, "x", "x");

      assertThat(next(99)).containsExactly("a.1", "b.1", "a.2", "b.2", "a.3", "a.4", "a.5", "a.6");
    }

    @Test
    void aNewJobNeedNotWaitForTheOthersToEnd() {
      member.job("a");
      member.offer("a", 1, "x", "x", "x", "x", "x");
      assertThat(next(2)).containsExactly("a.1", "a.2");
      member.job("b");
      member.offer("b", 1, "x");

      assertThat(next(2)).contains("b.1");
    }

    @Test
    void theLowestLinesOfAJobGoFirst() {
      member.job("a");
      member.offer("a", 30, "x");
      member.offer("a", 1, "x");
      member.offer("a", 9, "x");

      assertThat(next(9)).containsExactly("a.1", "a.9", "a.30");
    }

    @Test
    void jobsOfAHigherPriorityGoFirstAndThoseOfTheSameTakeTurns() {
      member.job("low", priority(-1));
      member.job("a");
      member.job("high", priority(5));
      member.job("b", priority(0));
      for (String job : List.of("low", "a", "high", "b")) {
        member.offer(job, 1, "x");
        member.offer(job, 2, "x");
      }

      assertThat(next(4)).containsExactlyInAnyOrder("high.1", "high.2", "a.1", "b.1");
      assertThat(next(3)).containsExactlyInAnyOrder("a.2", "b.2", "low.1");
      assertThat(next(1)).containsExactly("low.2");
    }

    private JobOptions priority(int number) {
      return JobOptions.DEFAULT.withPlacement(new Placement(null, number));
    }

    @Test
    void manyTinyTasksAreClaimedAtOnce() {
      member.job("a");
      member.tiny("a");
      BatchKey key = member.offer("a", 1, "x", "x", "x", "x");

      assertThat(next(9)).containsExactly("a.1");
      assertThat(member.claims.of(key::equals)).containsExactly(new Range(key, 0, 4));
    }
  }

  @Nested
  class TheGate {
    @Test
    void holdsUpABatchAndNotThoseBehindIt() {
      member.job("a");
      BatchKey shut = member.offer("a", 1, "x");
      member.offer("a", 2, "x");
      member.gated.add(shut);

      assertThat(next(9)).containsExactly("a.2");
      assertThat(dispatcher.hasReady()).isFalse();
      member.gated.clear();
      assertThat(dispatcher.hasReady()).isTrue();
      assertThat(next(9)).containsExactly("a.1");
    }

    @Test
    void isShutForACancelledJob() {
      member.job("a");
      member.offer("a", 1, "x", "x");
      assertThat(next(1)).hasSize(1);
      member.cancel("a", "enough");

      assertThat(next(1)).isEmpty();
      assertThat(dispatcher.hasReady()).isFalse();
    }
  }

  @Nested
  class AnUnknownJob {
    @Test
    void isNeitherRunNorDeleted() {
      BatchKey key = member.offer("late", 1, "x");

      assertThat(next(9)).isEmpty();
      assertThat(dispatcher.hasReady()).as("nobody asks again and again").isFalse();
      assertThat(dispatcher.knows(key)).isTrue();
      assertThat(member.store.batches).containsKey(key);
    }

    @Test
    void runsWhenItsFactsAppear() {
      member.offer("late", 1, "x");
      next(9);
      member.job("late");

      assertThat(dispatcher.unpark()).isTrue();
      assertThat(next(9)).containsExactly("late.1");
      assertThat(dispatcher.unpark()).as("there is nothing parked any more").isFalse();
    }

    @Test
    void holdsUpNoOther() {
      member.offer("late", 1, "x");
      member.job("a");
      member.offer("a", 1, "x");

      assertThat(next(9)).containsExactly("a.1");
    }
  }

  @Nested
  class Opening {
    @Test
    void isDoneByOneSlotWhileOthersLookFurther() throws Exception {
      member.job("a");
      BatchKey slow = member.offer("a", 1, "x", "x");
      member.offer("a", 3, "x");
      CountDownLatch loading = new CountDownLatch(1);
      CountDownLatch loaded = new CountDownLatch(1);
      member.store.onLoad(
          slow,
          () -> {
            loading.countDown();
            awaitQuietly(loaded);
          });

      CompletableFuture<List<String>> first = CompletableFuture.supplyAsync(() -> next(1));
      assertThat(loading.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(next(1)).containsExactly("a.3");
      assertThat(next(1)).isEmpty();
      loaded.countDown();

      assertThat(first.get(10, TimeUnit.SECONDS)).containsExactly("a.1");
      assertThat(next(9)).containsExactly("a.2");
      assertThat(member.store.loads).hasValue(2);
    }

    @Test
    void takesIntoAccountWhatOthersHold() {
      member.job("a");
      BatchKey key = member.offer("a", 1, "x", "x", "x");
      member.opener.heldBy(OTHER, new Range(key, 1, 2));

      assertThat(next(9)).containsExactly("a.1", "a.3");
    }

    @Test
    void byADeliveryAndASlotAtOnceForgetsNothingThatOthersHold() {
      member.job("a");
      BatchKey key = member.offer("a", 1, "x", "x", "x");
      member.opener.heldBy(OTHER, new Range(key, 1, 2));
      member.store.onLoad(key, () -> dispatcher.opened(key));

      assertThat(next(9)).containsExactly("a.1", "a.3");
    }

    @Test
    void ofABatchWhoseHolderLeavesMeanwhileFreesWhatItHeld() {
      member.job("a");
      BatchKey key = member.offer("a", 1, "x", "x");
      member.opener.heldBy(OTHER, new Range(key, 0, 1));
      member.store.onLoad(key, () -> dispatcher.release(OTHER));

      assertThat(next(9)).containsExactly("a.1", "a.2");
    }

    @Test
    void ofABatchThatIsGoneLeavesNothing() {
      member.job("a");
      BatchKey key = member.offer("a", 1, "x");
      member.store.batches.clear();

      assertThat(next(9)).isEmpty();
      assertThat(dispatcher.knows(key)).isFalse();
    }

    @Test
    void ofABatchThatLeavesMeanwhileLeavesNothing() {
      member.job("a");
      BatchKey key = member.offer("a", 1, "x");
      member.store.onLoad(key, () -> dispatcher.evict(key::equals));

      assertThat(next(9)).isEmpty();
      assertThat(dispatcher.open()).isEmpty();
    }

    @Test
    void readsTheLogAndRunsTheRest() {
      member.job("a");
      BatchKey key = member.offer("a", 1, "x", "x", "x");
      log(key, 3, 1);

      assertThat(next(9)).containsExactly("a.1", "a.3");
    }

    @Test
    void ofABatchWithACompleteLogDeletesItUnrun() {
      member.job("a");
      BatchKey key = member.offer("a", 1, "x", "x");
      log(key, 2, 0, 1);

      assertThat(next(9)).isEmpty();
      assertThat(member.store.batches).isEmpty();
      assertThat(dispatcher.knows(key)).isFalse();
    }

    @Test
    void ofABatchWithAStubDeletesItUnrun() {
      member.job("a");
      BatchKey key = member.offer("a", 1, "x");
      Batch batch = Batch.read(member.store.batches.get(key));
      TaskState[] states = {TaskState.SUCCEEDED};
      member.store.put(key, Store.STUB, Stub.of(batch.extent(), states, 0).bytes());
      member.logs.add(key);

      assertThat(next(9)).isEmpty();
      assertThat(member.store.batches).isEmpty();
    }

    @Test
    void completesALogThatHasEveryLineAndDoesNotSaySo() {
      member.job("a");
      BatchKey key = member.offer("a", 1, "x", "x");
      log(key, 3, 0, 1);

      assertThat(next(9)).isEmpty();
      assertThat(member.store.batches).isEmpty();
      assertThat(Segment.read(member.log(key).get(1)).complete()).isTrue();
    }

    @Test
    void completesABatchWithoutAnyTask() {
      member.job("a");
      BatchKey key = member.offer("a", 1, "# nothing", "# to do");

      assertThat(next(9)).isEmpty();
      assertThat(member.store.batches).isEmpty();
      assertThat(Segment.read(member.log(key).get(0)).complete()).isTrue();
    }

    /** A segment with the given lines, by a writer that believed in so many lines. */
    private void log(BatchKey key, int lines, int... done) {
      OpenBatch writer = Lines.open(lines, 0);
      writer.append(Lines.chunk("earlier", done), safe -> {}, 0);
      Segment written = Segment.read(writer.cut(Long.MAX_VALUE / 2).bytes());
      var builder =
          new taskgrid.grid.layout.SegmentBuilder(
              Batch.read(member.store.batches.get(key)).extent(), 0);
      builder.add(Lines.chunk("earlier", done));
      byte[] batch = written.complete() ? member.store.batches.get(key) : null;
      member.store.put(key, 0, builder.build(written.complete(), batch));
      member.logs.add(key);
    }

    private void awaitQuietly(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Nested
  class Leaving {
    @Test
    void aBatchIsNotStartedAnyMoreAndComesBackWhenItIsOfferedAgain() {
      member.job("a");
      BatchKey key = member.offer("a", 1, "x", "x");
      next(1);

      assertThat(dispatcher.evict(key::equals)).extracting(OpenBatch::key).containsExactly(key);
      assertThat(dispatcher.open()).isEmpty();
      assertThat(next(9)).isEmpty();
      assertThat(dispatcher.offered(key, new Extent(key.first() - 1, key.first(), 2, 2))).isTrue();
      assertThat(next(9)).containsExactly("a.1", "a.2");
    }

    @Test
    void aMembersClaimsAreFree() {
      member.job("a");
      BatchKey key = member.offer("a", 1, "x", "x");
      assertThat(dispatcher.grant(OTHER, OneMember.ANYTHING)).isNotNull();
      assertThat(next(9)).containsExactly("a.2");

      assertThat(dispatcher.release(OTHER)).isTrue();
      assertThat(next(9)).containsExactly("a.1");
      assertThat(dispatcher.release(OTHER)).isFalse();
      assertThat(dispatcher.knows(key)).isTrue();
    }
  }

  @Nested
  class WhatThisMemberCannotRun {
    private static final Abilities NO_COMMANDS = new Abilities(Map.of(), false);
    private static final JobOptions COMMANDS =
        JobOptions.DEFAULT.withCommands(
            new Commands(Commands.Form.SHELL, "", null, null, Map.of()));

    private final OneMember plain = new OneMember(NO_COMMANDS);

    @Test
    void isKeptAndHandedToThoseThatCan() {
      plain.job("a", COMMANDS);
      BatchKey key = plain.offer("a", 1, "echo 1", "echo 2");

      assertThat(plain.dispatcher.next()).isNull();
      assertThat(plain.dispatcher.hasReady()).as("a slot would ask in vain").isFalse();
      assertThat(plain.dispatcher.knows(key)).isTrue();

      assertThat(plain.dispatcher.hasForeignFor(NO_COMMANDS)).isFalse();
      assertThat(plain.dispatcher.hasForeignFor(OneMember.ANYTHING)).isTrue();
      assertThat(plain.dispatcher.grantForeign(OTHER, NO_COMMANDS)).isNull();
      assertThat(plain.dispatcher.grant(OTHER, NO_COMMANDS)).isNull();
      assertThat(plain.dispatcher.grantForeign(OTHER, OneMember.ANYTHING).key()).isEqualTo(key);
      assertThat(plain.dispatcher.grantForeign(OTHER, OneMember.ANYTHING)).isNotNull();
      assertThat(plain.dispatcher.hasForeignFor(OneMember.ANYTHING)).as("all is given").isFalse();
    }

    @Test
    void doesNotKeepItFromWhatItCan() {
      plain.job("a", COMMANDS);
      plain.job("b");
      plain.offer("a", 1, "echo 1");
      plain.offer("b", 1, "echo 1");

      assertThat(plain.dispatcher.next().run().key().job()).isEqualTo("b");
      assertThat(plain.dispatcher.next()).isNull();
      assertThat(plain.dispatcher.grantForeign(OTHER, OneMember.ANYTHING).key().job())
          .isEqualTo("a");
    }

    @Test
    void isKeptToItsRuleOfLabels() {
      OneMember east = new OneMember(new Abilities(Map.of("zone", "east"), true));
      east.job(
          "a", JobOptions.DEFAULT.withPlacement(new Placement(Where.parse("zone != east"), 0)));
      east.offer("a", 1, "x");

      assertThat(east.dispatcher.next()).isNull();
      assertThat(east.dispatcher.whyForeign("a")).isEqualTo("does not match zone != east");
      Abilities west = new Abilities(Map.of("zone", "west"), true);
      assertThat(east.dispatcher.grantForeign(OTHER, west)).isNotNull();
    }

    @Test
    void isNothingThatAMemberGivesAwayWhichCanRunItItself() {
      member.job("a", COMMANDS);
      member.offer("a", 1, "echo 1", "echo 2");
      assertThat(next(1)).containsExactly("a.1");

      assertThat(dispatcher.hasForeignFor(OneMember.ANYTHING)).isFalse();
      assertThat(dispatcher.grantForeign(OTHER, OneMember.ANYTHING)).isNull();
      assertThat(dispatcher.grant(OTHER, NO_COMMANDS)).isNull();
      assertThat(dispatcher.grant(OTHER, OneMember.ANYTHING)).isNotNull();
    }
  }

  @Nested
  class Grants {
    @Test
    void carryTheirLinesAndAreHeldByTheirClaimant() {
      member.job("a");
      member.tiny("a");
      BatchKey key = member.offer("a", 11, "echo 11", "echo 12");

      Dispatcher.Grant grant = dispatcher.grant(OTHER, OneMember.ANYTHING);

      assertThat(grant.claim()).isEqualTo(new OpenBatch.Claim(0, 2, 1));
      assertThat(Batch.read(grant.lines()).line(1)).asString().isEqualTo("echo 12");
      assertThat(dispatcher.grant(OTHER, OneMember.ANYTHING)).isNull();
      assertThat(next(9)).isEmpty();
      assertThat(member.claims.isEmpty()).as("it is not this member's claim").isTrue();
      assertThat(dispatcher.open().get(key).heldBy(OTHER).stream()).containsExactly(0, 1);
    }

    @Test
    void ofOtherOwnersGoFirstAndAreHeldHere() {
      OneMember owner = new OneMember();
      owner.job("a");
      BatchKey key = owner.offer("a", 1, "echo 1", "echo 2");
      owner.dispatcher.next();
      Dispatcher.Grant grant = owner.dispatcher.grant(OTHER, OneMember.ANYTHING);

      member.job("a");
      member.job("b");
      member.offer("b", 1, "x");
      assertThat(dispatcher.takeOver(grant, OTHER, System.nanoTime())).isTrue();

      assertThat(dispatcher.hasReady()).isTrue();
      assertThat(member.claims.of(key::equals)).containsExactly(new Range(key, 1, 2));
      assertThat(next(9)).containsExactly("a.2", "b.1");
    }

    @Test
    void thatNoSlotBeginsInTimeGoBackToTheirOwner() {
      OneMember owner = new OneMember();
      owner.job("a");
      BatchKey key = owner.offer("a", 1, "echo 1", "echo 2");
      owner.dispatcher.next();
      Dispatcher.Grant grant = owner.dispatcher.grant(OTHER, OneMember.ANYTHING);
      member.job("a");
      dispatcher.takeOver(grant, OTHER, System.nanoTime());
      long now = System.nanoTime();

      assertThat(dispatcher.letGo(now, Long.MAX_VALUE)).as("it is too early").isEmpty();
      List<Range> back = dispatcher.letGo(now + 1_000_000_000, 1_000_000_000);

      assertThat(back).containsExactly(new Range(key, 1, 2));
      assertThat(dispatcher.hasReady()).isFalse();
      assertThat(member.claims.isEmpty()).as("nobody here runs it").isTrue();
      assertThat(owner.dispatcher.hasReady()).isFalse();

      owner.dispatcher.givenBack(OTHER, back.get(0));

      assertThat(owner.dispatcher.next().run().from()).isEqualTo(1);
    }

    @Test
    void thatTheOwnerDoesNotKnowOfChangeNothing() {
      member.job("a");
      BatchKey key = member.offer("a", 1, "echo 1", "echo 2");
      member.dispatcher.next();

      dispatcher.givenBack(OTHER, new Range(key, 0, 1));

      assertThat(dispatcher.next().run().from()).as("the first one runs here").isEqualTo(1);
      assertThat(dispatcher.hasReady()).isFalse();
    }

    @Test
    void thatANewOwnerHasAskedForMeanwhileAreNotTaken() {
      OneMember owner = new OneMember();
      owner.job("a");
      BatchKey key = owner.offer("a", 1, "x");
      member.job("a");
      long asked = System.nanoTime();
      Dispatcher.Grant grant = owner.dispatcher.grant(OTHER, OneMember.ANYTHING);
      UUID newOwner = new UUID(0, 77);

      assertThat(dispatcher.heldFor(newOwner, key::equals)).isEmpty();

      assertThat(dispatcher.takeOver(grant, OTHER, asked)).as("it would run twice").isFalse();
      assertThat(member.claims.isEmpty()).isTrue();
    }

    @Test
    void thatComeToAMemberThatLeavesAreNotTaken() {
      OneMember owner = new OneMember();
      owner.job("a");
      owner.offer("a", 1, "x");
      member.job("a");
      member.leaving = true;

      assertThat(
              dispatcher.takeOver(
                  owner.dispatcher.grant(OTHER, OneMember.ANYTHING), OTHER, System.nanoTime()))
          .as("it waits only for what it held before")
          .isFalse();
      assertThat(member.claims.isEmpty()).isTrue();
    }

    @Test
    void ofAnUnknownJobAreNotTaken() {
      OneMember owner = new OneMember();
      owner.job("a");
      owner.offer("a", 1, "x");

      assertThat(
              dispatcher.takeOver(
                  owner.dispatcher.grant(OTHER, OneMember.ANYTHING), OTHER, System.nanoTime()))
          .isFalse();
      assertThat(member.claims.isEmpty()).isTrue();
    }
  }

  @Test
  void whatAnotherMemberRunsIsNotStartedWhetherTheBatchIsOpenOrNot() {
    member.job("a");
    BatchKey key = member.offer("a", 1, "x", "x", "x");
    dispatcher.heldBy(OTHER, new Range(key, 0, 1));
    dispatcher.opened(key);
    dispatcher.heldBy(OTHER, new Range(key, 2, 3));

    assertThat(next(9)).containsExactly("a.2");
  }

  @Test
  void theLoadCountsWaitingAndRunningTasks() {
    member.job("a");
    member.offer("a", 1, "x", "x", "x");
    member.offer("b", 1, "x");
    next(1);

    assertThat(dispatcher.load("a")).isEqualTo(new Dispatcher.Load(2, 1, 3));
    assertThat(dispatcher.load(null)).isEqualTo(new Dispatcher.Load(3, 1, 3));
    assertThat(dispatcher.load("c")).isEqualTo(new Dispatcher.Load(0, 0, 0));
  }
}
