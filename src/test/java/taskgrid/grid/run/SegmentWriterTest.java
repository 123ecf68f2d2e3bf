package taskgrid.grid.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import taskgrid.grid.BatchKey;
import taskgrid.grid.layout.Segment;

class SegmentWriterTest {
  private final FakeStore store = new FakeStore();
  private final ManualTimer timer = new ManualTimer();
  private final List<String> told = new ArrayList<>();
  private final Acks acks = new Acks();
  private final SegmentWriter writer = new SegmentWriter(store, new Told(), timer);
  private final OpenBatch batch = Lines.open(4, System.nanoTime());
  private final BatchKey key = batch.key();

  private boolean moving;

  /** What other threads do while it is told that a segment is in the log. */
  private final Map<Integer, Runnable> meanwhile = new HashMap<>();

  private final class Told implements SegmentWriter.Log {
    @Override
    public void written(BatchKey of, byte[] segment) {
      int n = Segment.read(segment).n();
      meanwhile.getOrDefault(n, () -> {}).run();
      told.add("written " + n);
    }

    @Override
    public boolean moving(BatchKey of) {
      return moving;
    }

    @Override
    public void completed(OpenBatch of) {
      told.add("completed");
    }

    @Override
    public void foundEnded(BatchKey key) {}
  }

  private void results(String runner, int... lines) {
    batch.append(Lines.chunk(runner, lines), acks.named(runner), longAgo());
  }

  /** A result of this age need not wait any more. */
  private static long longAgo() {
    return System.nanoTime() - TimeUnit.HOURS.toNanos(1);
  }

  private void otherWriter(int n, String runner, int... lines) {
    OpenBatch theirs = Lines.open(4, longAgo());
    store.log(key).forEach(segment -> theirs.read(Segment.read(segment)));
    theirs.append(Lines.chunk(runner, lines), safe -> {}, longAgo());
    store.put(key, n, theirs.cut(System.nanoTime()).bytes());
  }

  @Test
  void aWrittenSegmentIsToldThenAcknowledged() {
    store.hold();
    results("a", 0, 1);
    writer.flush(batch);
    assertThat(store.pending()).containsExactly("append 0");
    assertThat(acks.heard()).isEmpty();

    store.answer();

    assertThat(told).containsExactly("written 0");
    assertThat(acks.heard()).containsExactly("a safe");
  }

  /** The index takes in a segment only behind the one before it. */
  @Test
  void noSegmentOvertakesTheOneBeforeIt() {
    meanwhile.put(
        0,
        () -> {
          results("b", 2);
          writer.flush(batch);
        });
    meanwhile.put(1, writer::tick);
    results("a", 0, 1);
    writer.flush(batch);
    writer.tick();
    results("c", 3);
    writer.flush(batch);

    assertThat(told).containsExactly("written 0", "written 1", "written 2", "completed");
    assertThat(acks.heard()).containsExactly("a safe", "b safe", "c safe");
  }

  @Test
  void noSegmentOvertakesTheOneOfAnotherWriter() {
    otherWriter(0, "other", 0, 1);
    meanwhile.put(
        0,
        () -> {
          results("more", 3);
          writer.flush(batch);
        });
    results("mine", 1, 2);
    writer.flush(batch);

    assertThat(told).containsExactly("written 0", "written 1", "completed");
    assertThat(acks.heard()).containsExactly("mine safe", "more safe");
  }

  @Test
  void theLastSegmentCompletesTheBatch() {
    results("a", 0, 1, 2);
    writer.flush(batch);
    results("b", 3);
    writer.flush(batch);

    assertThat(told).containsExactly("written 0", "written 1", "completed");
    assertThat(Segment.read(store.log(key).get(1)).complete()).isTrue();
  }

  @Test
  void whatIsWrittenWhileTheBatchMovesIsAcknowledgedWhenItStays() {
    moving = true;
    results("a", 0, 1);
    writer.flush(batch);
    timer.elapse();
    assertThat(acks.heard()).as("another may own it, which has read the log before").isEmpty();

    moving = false;
    timer.elapse();

    assertThat(acks.heard()).containsExactly("a safe");
  }

  @Test
  void whatIsWrittenWhileTheBatchMovesGoesToItsNewOwner() {
    moving = true;
    results("a", 0, 1);
    writer.flush(batch);

    assertThat(batch.close()).hasSize(1);
    moving = false;
    timer.elapse();

    assertThat(acks.heard()).isEmpty();
    assertThat(told).isEmpty();
  }

  @Test
  void whatComesDuringAWriteIsWrittenNext() {
    store.hold();
    results("a", 0);
    writer.flush(batch);
    results("b", 1);
    writer.flush(batch);
    results("c", 2, 3);
    writer.flush(batch);
    assertThat(store.pending()).containsExactly("append 0");

    store.answer();
    assertThat(store.pending()).containsExactly("append 1");
    store.answer();

    assertThat(told).containsExactly("written 0", "written 1", "completed");
    assertThat(acks.heard()).containsExactly("a safe", "b safe", "c safe");
  }

  @Test
  void whatIsNotDueWaitsForItsTurn() {
    batch.append(Lines.chunk("young", 0), acks.named("young"), Long.MAX_VALUE / 2);
    writer.flush(batch);
    writer.tick();
    assertThat(store.log(key)).isEmpty();

    results("a", 1, 2, 3);
    writer.tick();

    assertThat(store.log(key)).hasSize(1);
    assertThat(acks.heard()).containsExactly("young safe", "a safe");
  }

  @Test
  void aTakenNumberIsReadAndTheNextOneUsed() {
    otherWriter(0, "other", 0, 1);
    results("mine", 1, 2);
    writer.flush(batch);

    assertThat(told).containsExactly("written 0", "written 1");
    assertThat(Lines.records(store.log(key).get(1))).containsExactly("2:VALUE");
    assertThat(acks.heard()).containsExactly("mine safe");
  }

  @Test
  void severalTakenNumbersAreReadInTurn() {
    otherWriter(0, "other", 0);
    otherWriter(1, "other", 1);
    otherWriter(2, "other", 2);
    results("mine", 3);
    writer.flush(batch);

    assertThat(told)
        .containsExactly("written 0", "written 1", "written 2", "written 3", "completed");
    assertThat(Segment.read(store.log(key).get(3)).complete()).isTrue();
  }

  @Test
  void aLogThatAnotherCompletedAcknowledgesEverything() {
    otherWriter(0, "other", 0, 1, 2, 3);
    results("mine", 2);
    results("more", 3);
    writer.flush(batch);

    assertThat(told).containsExactly("written 0", "completed");
    assertThat(store.log(key)).hasSize(1);
    assertThat(acks.heard()).containsExactly("mine safe", "more safe");
  }

  @Test
  void aFailedWriteThatLeftNothingIsRepeated() {
    store.hold();
    results("a", 0);
    writer.flush(batch);
    store.fail();
    assertThat(acks.heard()).isEmpty();

    timer.elapse();
    assertThat(store.pending()).containsExactly("read 0");
    store.answer();
    assertThat(store.pending()).containsExactly("append 0");
    store.answer();

    assertThat(acks.heard()).containsExactly("a safe");
    assertThat(store.rewrites).isZero();
  }

  @Test
  void aFailedWriteThatTookPlaceIsWrittenOverUntilItHasItsBackup() {
    store.hold();
    results("a", 0);
    writer.flush(batch);
    store.answerLost();
    timer.elapse();
    store.answer();
    assertThat(store.pending()).containsExactly("rewrite 0");
    store.fail();
    assertThat(acks.heard()).as("nobody knows whether there is a backup").isEmpty();
    timer.elapse();
    assertThat(store.pending()).containsExactly("rewrite 0");
    store.answer();

    assertThat(told).containsExactly("written 0");
    assertThat(acks.heard()).containsExactly("a safe");
  }

  @Test
  void aRepeatedWriteThatFindsItselfIsWrittenOver() {
    store.hold();
    results("a", 0);
    writer.flush(batch);
    store.fail();
    timer.elapse();
    store.answer();
    store.answerLost();
    timer.elapse();
    store.answer();

    assertThat(store.pending()).containsExactly("rewrite 0");
    store.answer();
    assertThat(acks.heard()).containsExactly("a safe");
  }

  @Test
  void aFailedWriteThatFindsAnothersSegmentUsesTheNextNumber() {
    store.hold();
    results("mine", 1);
    writer.flush(batch);
    store.fail();
    otherWriter(0, "other", 0);
    timer.elapse();
    store.answer();

    assertThat(told).containsExactly("written 0");
    assertThat(store.pending()).containsExactly("append 1");
    store.answer();
    assertThat(acks.heard()).containsExactly("mine safe");
  }

  @Test
  void aFailedReadIsRepeated() {
    store.hold();
    results("a", 0);
    writer.flush(batch);
    store.answerLost();
    timer.elapse();
    store.fail();
    timer.elapse();
    store.answer();
    store.answer();

    assertThat(acks.heard()).containsExactly("a safe");
  }

  @Test
  void aBatchThatLeftDuringTheWriteIsNotToldOf() {
    store.hold();
    results("a", 0);
    writer.flush(batch);
    batch.close().forEach(part -> part.acknowledgement().settled(false));
    store.answer();

    assertThat(told).isEmpty();
    assertThat(acks.heard()).containsExactly("a gone");
  }

  @Test
  void aBatchThatLeftDuringTheWriteIsNotToldOfAnothersSegmentEither() {
    store.hold();
    results("a", 0);
    writer.flush(batch);
    otherWriter(0, "other", 1);
    batch.close().forEach(part -> part.acknowledgement().settled(false));
    store.answer();

    assertThat(told).as("its new owner knows it already, and this member must not").isEmpty();
    assertThat(store.pending()).isEmpty();
    assertThat(acks.heard()).containsExactly("a gone");
  }
}
