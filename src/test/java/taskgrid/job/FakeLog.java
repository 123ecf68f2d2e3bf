package taskgrid.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import taskgrid.grid.BatchKey;
import taskgrid.grid.Grid.PullItem;
import taskgrid.grid.layout.Batch;
import taskgrid.grid.layout.RecordWriter;
import taskgrid.grid.layout.SegmentBuilder;

/** A batch in a {@link FakeGrid}, with its log. */
final class FakeLog {
  private static final long BASE = 1_700_000_000_000L;

  final BatchKey key;
  final Batch batch;
  boolean dropped;
  private final List<byte[]> segments = new ArrayList<>();
  private final List<Integer> left = new ArrayList<>();
  private final List<Integer> done = new ArrayList<>();
  private boolean complete;

  FakeLog(BatchKey key, Batch batch) {
    this.key = key;
    this.batch = batch;
    for (int i = 0; i < batch.lines(); i++) {
      if (batch.isTask(i)) {
        left.add(i);
      }
    }
  }

  boolean isComplete() {
    return complete;
  }

  int segments() {
    return segments.size();
  }

  byte[] segment(int n) {
    return segments.get(n);
  }

  /** Ends some tasks, in any order; tasks that ended before are said to have ended otherwise. */
  void runSome(Random random, String runner) {
    RecordWriter records = new RecordWriter(BASE);
    Collections.shuffle(left, random);
    List<Integer> now = List.copyOf(left.subList(0, random.nextInt(left.size() + 1)));
    now.forEach(line -> record(records, line));
    if (!done.isEmpty() && random.nextInt(3) == 0) {
      byte[] other = "a second answer that must not be seen".getBytes(UTF_8);
      int again = done.get(random.nextInt(done.size()));
      records.value(again, 2, BASE * 1000, 5, other, 0, other.length);
    }
    append(now, records, runner);
  }

  /** Ends the tasks of these lines of the batch, in a segment of their own. */
  void end(int... lines) {
    RecordWriter records = new RecordWriter(BASE);
    List<Integer> now = IntStream.of(lines).boxed().toList();
    now.forEach(line -> record(records, line));
    append(now, records, "127.0.0.1:5701");
  }

  private void append(List<Integer> now, RecordWriter records, String runner) {
    SegmentBuilder segment =
        new SegmentBuilder(
            batch.after(), batch.first(), batch.lines(), batch.tasks(), segments.size());
    done.addAll(now);
    left.removeAll(now);
    complete = left.isEmpty();
    segment.add(records.toChunk(runner));
    segments.add(segment.build(complete, complete ? batch.bytes() : null));
  }

  private void record(RecordWriter records, int line) {
    records.started(line, 1, BASE * 1000);
    byte[] value = FakeGrid.value(batch.line(line));
    records.value(line, 1, BASE * 1000 + line, 1000 + line, value, 0, value.length);
  }

  PullItem item(int n, boolean withBytes) {
    byte[] bytes = segments.get(n);
    boolean completes = complete && n == segments.size() - 1;
    return new PullItem(
        key,
        n,
        batch.after(),
        batch.lines(),
        batch.tasks(),
        completes,
        bytes.length,
        withBytes ? bytes : null);
  }

  PullItem stub() {
    return new PullItem(key, -1, batch.after(), batch.lines(), batch.tasks(), true, 20, null);
  }

  static PullItem header(PullItem item, int size) {
    return new PullItem(
        item.key(),
        item.n(),
        item.after(),
        item.lines(),
        item.tasks(),
        item.complete(),
        size,
        null);
  }
}
