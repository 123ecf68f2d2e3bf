package taskgrid.grid.run;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import taskgrid.grid.Await;
import taskgrid.grid.BatchKey;
import taskgrid.task.Attempts;
import taskgrid.task.Commands;
import taskgrid.task.JobOptions;

/** Marks before tasks start, and what becomes of suspects. */
class StartMarksTest {
  private static final UUID OTHER = new UUID(0, 1);

  private final OneMember member = new OneMember();
  private final Dispatcher dispatcher = member.dispatcher;

  private static final JobOptions COMMANDS =
      JobOptions.DEFAULT.withCommands(new Commands(Commands.Form.SHELL, "", null, null, Map.of()));

  private static JobOptions crashLimit(int limit) {
    return JobOptions.DEFAULT.withAttempts(new Attempts(null, 0, null, limit));
  }

  private Run next() {
    Dispatcher.Started started = dispatcher.next();
    assertThat(started).as("something to run").isNotNull();
    return started.run();
  }

  /** What the grid has of this member now. */
  private List<StartMarks.Mark> written() {
    return member.board.writes.get(member.board.writes.size() - 1);
  }

  @Nested
  class Marks {
    @Test
    void standInTheGridBeforeATaskStarts() throws Exception {
      dispatcher.others(true);
      member.job("a");
      BatchKey key = member.offer("a", 1, "x", "x");
      member.board.pending = new CopyOnWriteArrayList<>();
      List<Run> started = new CopyOnWriteArrayList<>();
      Thread slot = new Thread(() -> started.add(next()));
      slot.start();
      Await.until("the mark is being written", () -> member.board.pending.size() == 1);

      assertThat(started).isEmpty();
      assertThat(written()).containsExactly(new StartMarks.Mark(key, 0, 1, -1));
      assertThat(member.claims.isEmpty()).as("the claim is held meanwhile").isFalse();

      member.board.pending.get(0).complete(null);
      slot.join();
      assertThat(started).hasSize(1);
    }

    /** A write would have partitions assigned before all members are there. */
    @Test
    void areNotWrittenByAMemberThatHasNone() {
      dispatcher.others(true);
      dispatcher.others(false);
      dispatcher.others(true);

      assertThat(member.board.writes).isEmpty();
    }

    @Test
    void ofSlotsThatStartTogetherShareAWrite() throws Exception {
      dispatcher.others(true);
      member.job("a");
      BatchKey key = member.offer("a", 1, "x", "x", "x", "x", "x");
      // Whoever asks while another opens it goes away with nothing, and is called again later.
      assertThat(dispatcher.opened(key)).isNotNull();
      List<CompletableFuture<Void>> pending = new CopyOnWriteArrayList<>();
      int before = member.board.writes.size();
      member.board.pending = pending;
      List<Thread> slots = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        Thread slot = new Thread(() -> next());
        slot.start();
        slots.add(slot);
      }
      Await.until("all wait", () -> slots.stream().allMatch(StartMarksTest::waits));
      pending.get(0).complete(null);
      Await.until("the second write", () -> pending.size() == 2);
      pending.get(1).complete(null);
      for (Thread slot : slots) {
        slot.join();
      }

      assertThat(member.board.writes.size() - before).isEqualTo(2);
    }

    @Test
    void ofTinyTasksCostAWriteForThousands() {
      dispatcher.others(true);
      member.job("a");
      member.tiny("a");
      for (int first = 1; first <= 20_000; first += 1_000) {
        String[] lines = new String[1_000];
        Arrays.fill(lines, "x");
        member.offer("a", first, lines);
      }
      int claims = 0;
      for (Dispatcher.Started s = dispatcher.next(); s != null; s = dispatcher.next()) {
        Run run = s.run();
        assertThat(written()).as("the claim is marked").anyMatch(mark -> covers(mark, run));
        claims++;
      }

      assertThat(claims).isGreaterThanOrEqualTo(20);
      assertThat(member.board.writes).hasSizeLessThan(10);
    }

    @Test
    void areWrittenAgainUntilTheGridHasThem() throws Exception {
      dispatcher.others(true);
      member.job("a");
      member.offer("a", 1, "x");
      List<CompletableFuture<Void>> pending = new CopyOnWriteArrayList<>();
      member.board.pending = pending;
      Thread slot = new Thread(() -> next());
      slot.start();
      Await.until("the mark is being written", () -> pending.size() == 1);
      pending.get(0).completeExceptionally(new IllegalStateException("a member has left"));
      member.timer.elapse();
      assertThat(pending).hasSize(2);
      pending.get(1).complete(null);

      slot.join();
    }

    @Test
    void areWaitedForNoLongerWhenTheOthersAreGone() throws Exception {
      dispatcher.others(true);
      member.job("a");
      member.offer("a", 1, "x");
      member.board.pending = new CopyOnWriteArrayList<>();
      List<Run> started = new CopyOnWriteArrayList<>();
      Thread slot = new Thread(() -> started.add(next()));
      slot.start();
      Await.until("it waits for its mark", () -> waits(slot));
      dispatcher.others(false);

      Await.until("it has started", () -> started.size() == 1);
    }

    @Test
    void areNotWrittenWhereNobodyCouldReadThemOrNobodyCounts() {
      member.job("a");
      member.offer("a", 1, "x");
      next();
      assertThat(member.board.writes).as("a grid of one").isEmpty();

      dispatcher.others(true);
      int before = member.board.writes.size();
      member.job("b", crashLimit(0));
      member.offer("b", 1, "x");
      next();
      assertThat(member.board.writes).as("--crash-limit 0").hasSize(before);
    }

    @Test
    void ofABatchThatIsDoneGo() {
      dispatcher.others(true);
      member.job("a");
      BatchKey done = member.offer("a", 1, "x");
      Dispatcher.Started first = dispatcher.next();
      dispatcher.forget(done);
      first.held().release();
      BatchKey key = member.offer("a", 2, "x");
      next();

      assertThat(written()).containsExactly(new StartMarks.Mark(key, 0, 1, -1));
    }
  }

  private static boolean covers(StartMarks.Mark mark, Run run) {
    return mark.key().equals(run.key()) && mark.from() <= run.from() && mark.to() >= run.end();
  }

  private static boolean waits(Thread slot) {
    return slot.getState() == Thread.State.WAITING;
  }

  @Nested
  class SuspectLines {
    private BatchKey suspects() {
      dispatcher.others(true);
      BatchKey key = member.offer("a", 1, "x", "x", "x");
      member.opener.casualties(
          Map.of(key, List.of(new Casualty(new UUID(1, 1), "dead:1", 0, 2, -1))));
      return key;
    }

    @Test
    void areRunOneAtATimeAndMarkedSo() {
      member.job("a");
      BatchKey key = suspects();
      Run innocent = next();
      assertThat(innocent.from()).isEqualTo(2);
      assertThat(innocent.suspicion()).isNull();
      dispatcher.freeDue(0);
      Run suspect = next();

      assertThat(suspect.from()).isZero();
      assertThat(suspect.suspicion()).isEqualTo(Suspicion.VAGUE);
      assertThat(written()).contains(new StartMarks.Mark(key, 0, 3, 0));
      assertThat(dispatcher.next()).as("another, while that one runs").isNull();
      assertThat(dispatcher.hasReady()).isFalse();

      dispatcher.ended(suspect);
      assertThat(dispatcher.hasReady()).isTrue();
      assertThat(next().from()).isEqualTo(1);
    }

    @Test
    void thatAreCommandsAreRunBesideOthersWhenTheyHaveDoneNoHarmAtOnce() {
      member.job("a", COMMANDS);
      BatchKey key = suspects();
      next();
      dispatcher.freeDue(0);
      Run suspect = next();
      long started = System.nanoTime();
      suspect.startNext(started, 0);

      assertThat(suspect.lasts(started + MILLISECONDS.toNanos(249))).isFalse();
      assertThat(suspect.lasts(started + MILLISECONDS.toNanos(250))).isTrue();
      dispatcher.ended(suspect);
      assertThat(suspect.lasts(started + MILLISECONDS.toNanos(251))).as("once more").isFalse();
      assertThat(next().from()).isEqualTo(1);
      assertThat(written()).contains(new StartMarks.Mark(key, 0, 3, 1));
      dispatcher.ended(suspect);
      assertThat(dispatcher.runsSuspect()).as("the other still runs").isTrue();
    }

    @Test
    void thatAreCommandsStayAloneToTheirEndAfterASecondCrash() {
      member.job("a", COMMANDS);
      BatchKey key = suspects();
      Casualty second = new Casualty(new UUID(1, 2), "dead:2", 0, 2, -1);
      member.opener.casualties(
          Map.of(key, List.of(new Casualty(new UUID(1, 1), "dead:1", 0, 2, -1), second)));
      next();
      dispatcher.freeDue(0);
      Run suspect = next();
      long started = System.nanoTime();
      suspect.startNext(started, 0);

      assertThat(suspect.suspicion()).isEqualTo(new Suspicion(2, 0, ""));
      assertThat(suspect.lasts(started + TimeUnit.HOURS.toNanos(1))).isFalse();
    }

    @Test
    void areFreeAsAnyOtherWhereNobodyCounts() {
      member.job("a", crashLimit(0));
      suspects();

      assertThat(List.of(next().from(), next().from(), next().from())).containsExactly(0, 1, 2);
    }

    @Test
    void areWhatADepartedMemberHeld() {
      member.job("a");
      dispatcher.others(true);
      member.offer("a", 1, "x", "x");
      assertThat(dispatcher.grant(OTHER, OneMember.ANYTHING)).isNotNull();
      dispatcher.release(OTHER);

      assertThat(next().suspicion()).isEqualTo(Suspicion.VAGUE);
    }

    @Test
    void countTheMembersThatEndedWhileTheyRanThemAlone() {
      member.job("a", crashLimit(2));
      dispatcher.others(true);
      BatchKey key = member.offer("a", 1, "x", "x");
      Casualty together = new Casualty(new UUID(1, 1), "dead:1", 0, 2, -1);
      Casualty alone = new Casualty(new UUID(1, 2), "dead:2", 0, 2, 1);
      Casualty again = new Casualty(new UUID(1, 3), "dead:2", 0, 2, 1);
      member.opener.casualties(Map.of(key, List.of(together, alone, again)));
      dispatcher.opened(key);
      dispatcher.freeDue(0);
      Run first = next();
      dispatcher.ended(first);
      Run second = next();

      assertThat(first.suspicion()).isEqualTo(new Suspicion(3, 0, ""));
      assertThat(second.suspicion()).isEqualTo(new Suspicion(3, 2, "dead:2"));
      assertThat(second.attempt()).isEqualTo(3);
      assertThat(second.job().isBeyondCrashLimit(new Suspicion(2, 2, "dead:2"))).isTrue();
      assertThat(second.job().isBeyondCrashLimit(new Suspicion(1, 1, "dead:2"))).isFalse();
    }

    @Test
    void areRunAndGivenOnlyWhileEverythingHasItsBackups() {
      member.job("a");
      suspects();
      next();
      dispatcher.freeDue(0);
      member.exposed = true;

      assertThat(dispatcher.keepsSuspects()).isTrue();
      assertThat(dispatcher.hasSuspects()).isFalse();
      assertThat(dispatcher.hasReady()).isFalse();
      assertThat(dispatcher.next()).isNull();
      assertThat(dispatcher.grantSuspect(OTHER, OneMember.ANYTHING)).isNull();

      member.exposed = false;
      assertThat(dispatcher.hasReady()).isTrue();
      assertThat(next().suspicion()).isEqualTo(Suspicion.VAGUE);
    }

    @Test
    void areGivenToOthersToo() {
      member.job("a");
      suspects();
      next();
      dispatcher.freeDue(0);
      Run own = next();
      Dispatcher.Grant given = dispatcher.grantSuspect(OTHER, OneMember.ANYTHING);

      assertThat(own.from()).isZero();
      assertThat(given.claim()).isEqualTo(new OpenBatch.Claim(1, 2, 1, Suspicion.VAGUE));
      assertThat(dispatcher.grantSuspect(OTHER, OneMember.ANYTHING)).as("a third").isNull();
    }

    @Test
    void areTakenFromOthersOneAtATimeAndMarkedSo() {
      member.job("a");
      dispatcher.others(true);
      BatchKey key = Lines.key("a", 1);
      long asked = System.nanoTime();

      assertThat(dispatcher.takeOver(suspect(key, 0), OTHER, asked)).isTrue();
      assertThat(dispatcher.takeOver(suspect(key, 1), OTHER, asked)).isFalse();
      Run run = next();
      assertThat(run.suspicion()).isEqualTo(Suspicion.VAGUE);
      assertThat(written()).containsExactly(new StartMarks.Mark(key, 0, 1, 0));
      dispatcher.ended(run);
      assertThat(dispatcher.takeOver(suspect(key, 1), OTHER, asked)).isTrue();
    }

    private static Dispatcher.Grant suspect(BatchKey key, int line) {
      var claim = new OpenBatch.Claim(line, line + 1, 1, Suspicion.VAGUE);
      return new Dispatcher.Grant(key, claim, Lines.batch(1 + line, "x"));
    }

    @Test
    void countAMemberOnceThatCrashedWhileItRanOneOfAnother() {
      member.job("a");
      BatchKey key = suspects();
      dispatcher.ended(next());
      dispatcher.freeDue(0);
      dispatcher.grantSuspect(OTHER, OneMember.ANYTHING);
      assertThat(dispatcher.holdsSuspects(OTHER)).isTrue();
      Casualty crash = new Casualty(new UUID(1, 2), "dead:2", 0, 1, 0);
      dispatcher.accuse(Map.of(key, List.of(crash)));
      dispatcher.accuse(Map.of(key, List.of(crash)));
      dispatcher.release(OTHER);

      assertThat(next().suspicion()).isEqualTo(new Suspicion(2, 1, "dead:2"));
    }

    @Test
    void areNotBlamedForWhatComesAfterTheirEnd() {
      member.job("a");
      suspects();
      next();
      dispatcher.freeDue(0);
      Run suspect = next();
      dispatcher.ended(suspect);

      assertThat(written()).extracting(StartMarks.Mark::alone).containsExactly(-1);
    }

    @Test
    void areSuspectsNoMoreWhenTheyHaveComeToAnEnd() {
      OpenBatch batch = Lines.open(2, 0);
      batch.accuse(new Casualty(new UUID(1, 1), "dead:1", 0, Integer.MAX_VALUE, -1));
      assertThat(batch.hasFree()).isFalse();
      assertThat(batch.waiting()).isEqualTo(2);
      batch.claimSuspect();
      batch.giveBack(0, 1);
      assertThat(batch.hasSuspects()).as("one that was not started stays one").isTrue();
      batch.append(Lines.chunk("me", 0, 1), safe -> {}, 0);

      assertThat(batch.hasSuspects()).isFalse();
      assertThat(batch.waiting()).isZero();
    }

    @Test
    void ofACancelledJobEndWithIt() {
      JobContext job = member.job("a");
      BatchKey key = suspects();
      dispatcher.opened(key);
      member.cancel("a", "enough");
      new CancelWaiting(dispatcher, member.delivery).run(job);

      assertThat(member.results(key)).hasSize(3);
      assertThat(member.store.batches).isEmpty();
    }
  }
}
