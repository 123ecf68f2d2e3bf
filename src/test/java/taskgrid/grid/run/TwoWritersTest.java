package taskgrid.grid.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import taskgrid.grid.BatchKey;
import taskgrid.grid.layout.Batch;
import taskgrid.grid.layout.Segment;

/**
 * Two members write to one log at the same time, the old owner of a batch and the new one. Whatever
 * the order of things, and whichever writes fail or lose their answer: the log has one result for
 * every task, and what was acknowledged is in it.
 */
class TwoWritersTest {
  private static final int SCHEDULES = 3_000;

  @Test
  void everyTaskHasOneResultWhateverHappens() {
    for (long seed = 1; seed <= SCHEDULES; seed++) {
      try {
        new Schedule(new Random(seed)).run();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("with seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  /** One owner of the batch, with its writer. */
  private static final class Owner implements SegmentWriter.Log {
    final OpenBatch batch;
    final SegmentWriter writer;
    final List<byte[]> told = new ArrayList<>();
    boolean completed;

    Owner(FakeStore store, ManualTimer timer, int lines, long now) {
      batch = Lines.open(lines, now);
      writer = new SegmentWriter(store, this, timer);
      store.log(batch.key()).forEach(segment -> batch.read(Segment.read(segment)));
      completed = batch.completed();
    }

    @Override
    public void written(BatchKey key, byte[] segment) {
      told.add(segment);
    }

    @Override
    public void completed(OpenBatch of) {
      completed = true;
    }

    @Override
    public void foundEnded(BatchKey key) {}
  }

  private static final class Schedule {
    final Random random;
    final int lines;
    final FakeStore store = new FakeStore();
    final ManualTimer timer = new ManualTimer();
    final Owner old;
    Owner current;

    /** Chunks that the old owner has handed back, or that it refused. */
    final List<byte[]> wandering = new ArrayList<>();

    /** By runner the lines that were acknowledged to it. */
    final Map<String, int[]> acknowledged = new HashMap<>();

    /** What must not happen, also where an exception would be lost in a future. */
    final List<String> wrong = new ArrayList<>();

    int chunks;

    Schedule(Random random) {
      this.random = random;
      this.lines = 1 + random.nextInt(6);
      store.hold();
      old = new Owner(store, timer, lines, past());
    }

    void run() {
      for (int step = random.nextInt(60); step > 0; step--) {
        anything();
      }
      oldOwnerEnds();
      newOwnerEndsTheRest();
      check();
    }

    private void anything() {
      switch (random.nextInt(8)) {
        case 0 -> deliver(old, someLines());
        case 1 -> deliver(newOwner(), someLines());
        case 2, 3 -> store.anyFate(random);
        case 4 -> timer.elapseOne(random);
        case 5 -> old.writer.flush(old.batch);
        case 6 -> handOver();
        default -> newOwner().writer.tick();
      }
    }

    /** The new owner reads the log as it is when it opens the batch. */
    private Owner newOwner() {
      if (current == null) {
        current = new Owner(store, timer, lines, past());
      }
      return current;
    }

    private void deliver(Owner to, int[] done) {
      String runner = "r" + chunks++;
      deliver(to, runner, Lines.chunk(runner, done), done);
    }

    private void deliver(Owner to, String runner, byte[] chunk, int[] done) {
      Acknowledgement acknowledgement =
          safe -> {
            if (acknowledged.containsKey(runner) || wandering.contains(chunk)) {
              wrong.add(runner + " was acknowledged twice");
            }
            if (safe) {
              acknowledged.put(runner, done);
            } else {
              wandering.add(chunk);
            }
          };
      switch (to.batch.append(chunk, acknowledgement, past())) {
        case TAKEN -> to.writer.flush(to.batch);
        case ALREADY_SAFE -> acknowledged.put(runner, done);
        case GONE -> wandering.add(chunk);
      }
    }

    private int[] someLines() {
      int from = random.nextInt(lines);
      return IntStream.range(from, from + 1 + random.nextInt(lines - from)).toArray();
    }

    /** The batch leaves the old owner while its writes are on their way. */
    private void handOver() {
      if (random.nextInt(4) == 0) {
        old.batch.close().forEach(part -> part.acknowledgement().settled(false));
      }
    }

    private void oldOwnerEnds() {
      if (random.nextBoolean()) {
        old.batch.close().forEach(part -> part.acknowledgement().settled(false));
      }
    }

    private void newOwnerEndsTheRest() {
      newOwner();
      for (byte[] chunk : wandering) {
        // A result that came back without its batch goes to the new owner again.
        current.batch.append(chunk, safe -> {}, past());
      }
      int[] all = IntStream.range(0, lines).toArray();
      deliver(current, all);
      for (int rounds = 0; rounds < 10_000 && !(current.completed && idle()); rounds++) {
        current.writer.flush(current.batch);
        store.anyFate(random);
        timer.elapseOne(random);
        current.writer.tick();
      }
      assertThat(wrong).isEmpty();
      assertThat(current.completed).as("the new owner has completed the log").isTrue();
    }

    private boolean idle() {
      return store.pending().isEmpty() && timer.waiting() == 0;
    }

    private void check() {
      List<byte[]> log = store.log(current.batch.key());
      assertThat(Lines.firstRecords(log).keySet())
          .isEqualTo(new TreeSet<>(IntStream.range(0, lines).boxed().toList()));
      for (int[] done : acknowledged.values()) {
        for (int line : done) {
          assertThat(Lines.firstRecords(log)).containsKey(line);
        }
      }
      for (int n = 0; n < log.size(); n++) {
        boolean last = n == log.size() - 1;
        assertThat(Segment.read(log.get(n)).complete())
            .as("segment %d completes", n)
            .isEqualTo(last);
      }
      byte[] batch = Segment.read(log.get(log.size() - 1)).batch();
      assertThat(batch).isNotNull();
      assertThat(Batch.read(batch).lines()).isEqualTo(lines);
      assertThat(current.told).as("what readers were told is the log").isSubsetOf(log);
      assertThat(acknowledged).as("the last delivery was acknowledged").containsKey(lastRunner());
    }

    private String lastRunner() {
      return "r" + (chunks - 1);
    }

    private static long past() {
      return System.nanoTime() - (1L << 40);
    }
  }
}
