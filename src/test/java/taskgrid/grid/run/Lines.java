package taskgrid.grid.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import taskgrid.grid.BatchKey;
import taskgrid.grid.layout.Batch;
import taskgrid.grid.layout.BatchBuilder;
import taskgrid.grid.layout.RecordCursor;
import taskgrid.grid.layout.RecordWriter;
import taskgrid.grid.layout.Segment;
import taskgrid.task.FailureKind;

/** Batches, chunks and segments in the few words that tests need. */
final class Lines {
  static final OpenBatch.Backoff AT_ONCE = (line, attempt) -> 0;

  private Lines() {}

  static BatchKey key(String job, long first) {
    return new BatchKey(job, 0, first, 7);
  }

  /** Lines of one job from 1 on; one that begins with # is no task. */
  static byte[] batch(long first, String... lines) {
    BatchBuilder builder = new BatchBuilder(first - 1, first);
    for (String line : lines) {
      byte[] bytes = line.getBytes(UTF_8);
      builder.add(bytes, 0, bytes.length, !line.startsWith("#"));
    }
    return builder.build();
  }

  static byte[] batch(long first, int lines) {
    String[] all = new String[lines];
    java.util.Arrays.setAll(all, line -> "echo " + (first + line));
    return batch(first, all);
  }

  static OpenBatch open(int lines, long now) {
    return new OpenBatch(key("job", 1), Batch.read(batch(1, lines)), AT_ONCE, now);
  }

  /** The results of lines, each a short value that names its runner. */
  static byte[] chunk(String runner, int... lines) {
    RecordWriter records = new RecordWriter(0);
    for (int line : lines) {
      byte[] value = (runner + " did " + line).getBytes(UTF_8);
      records.value(line, 1, 0, 1000, value, 0, value.length);
    }
    return records.toChunk(runner);
  }

  static byte[] large(int line, int bytes) {
    RecordWriter records = new RecordWriter(0);
    records.value(line, 1, 0, 1000, new byte[bytes], 0, bytes);
    return records.toChunk("large");
  }

  static byte[] failedAttempt(int line, int attempt) {
    RecordWriter records = new RecordWriter(0);
    records.failedAttempt(line, attempt, 0, 1000, FailureKind.ERROR, "no");
    return records.toChunk("failing");
  }

  /** Lines from..to (exclusive). */
  static BitSet set(int from, int to) {
    BitSet lines = new BitSet();
    lines.set(from, to);
    return lines;
  }

  /** Every record in a word: {@code 3:VALUE}. */
  static List<String> records(RecordCursor records) {
    List<String> all = new ArrayList<>();
    while (records.next()) {
      all.add(records.line() + ":" + records.kind());
    }
    return all;
  }

  static List<String> records(byte[] segment) {
    return records(Segment.read(segment).records());
  }

  /** By line the runner whose record was the first, as every reader must see it. */
  static TreeMap<Integer, String> firstRecords(List<byte[]> log) {
    TreeMap<Integer, String> first = new TreeMap<>();
    for (byte[] segment : log) {
      RecordCursor records = Segment.read(segment).records();
      while (records.next()) {
        if (records.isFinal()) {
          first.putIfAbsent(records.line(), records.runner());
        }
      }
    }
    return first;
  }
}
