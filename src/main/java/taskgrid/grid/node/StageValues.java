package taskgrid.grid.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.layout.Batch;
import taskgrid.grid.layout.BatchBuilder;
import taskgrid.grid.layout.Extent;
import taskgrid.grid.layout.RecordCursor;
import taskgrid.grid.layout.RecordKind;
import taskgrid.task.Condition;
import taskgrid.task.JobOptions;
import taskgrid.task.Stage;

/** What became of the lines of a batch of a stage, and the batches that this is in the next one. */
final class StageValues {
  private static final byte[] NO_LINE = {};

  /** A batch of the lines of values ends when it has so many bytes, as one of a submitter does. */
  private static final int ENOUGH = 64 << 10;

  private final Extent extent;

  /** The first record of each line counts; of one that failed there is no value. */
  private final List<byte @Nullable []> values;

  private final boolean[] ended;
  private boolean failed;

  StageValues(Extent extent) {
    this.extent = extent;
    this.values = new ArrayList<>(Collections.nCopies(extent.lines(), null));
    this.ended = new boolean[extent.lines()];
  }

  /** Takes in a segment, the next of their log. */
  void read(RecordCursor records) {
    while (records.next()) {
      int line = records.line();
      if (records.isFinal() && !ended[line]) {
        ended[line] = true;
        if (records.kind() == RecordKind.VALUE) {
          values.set(line, records.value());
        } else {
          failed = true;
        }
      }
    }
  }

  /** Whether a line has no value although it is a task. */
  boolean failed() {
    return failed;
  }

  /**
   * Each value as a line under the same number. One that has no value, or whose value is not
   * wanted, is none of the next stage's tasks.
   */
  byte[] batch(JobOptions next) {
    Condition when = when(next);
    BatchBuilder batch = new BatchBuilder(extent.after(), extent.first());
    for (byte[] value : values) {
      if (value == null || (when != null && !when.test(new String(value, UTF_8)))) {
        batch.add(NO_LINE, 0, 0, false);
      } else {
        add(batch, value, 0, value.length, next.maxLine());
      }
    }
    return batch.build();
  }

  private static @Nullable Condition when(JobOptions next) {
    Stage stage = next.stage();
    return stage == null ? null : stage.when();
  }

  private static void add(BatchBuilder batch, byte[] bytes, int from, int to, int maxLine) {
    int length = to - from;
    if (length > maxLine) {
      int kept = Math.min(length, Batch.KEPT_PREFIX);
      batch.addOversize(Arrays.copyOfRange(bytes, from, from + kept), length);
    } else {
      batch.add(bytes, from, length, true);
    }
  }

  /**
   * Each line of the values as a line, blank ones left out. They end with the highest number that
   * is theirs: so they begin where those of the batch before end, however many there are of them.
   */
  List<byte[]> flat(JobOptions next) {
    List<Piece> pieces = pieces(when(next));
    long last = extent.last() * Stage.SPREAD;
    long after = extent.after() * Stage.SPREAD;
    List<byte[]> batches = new ArrayList<>();
    BatchBuilder batch = new BatchBuilder(after, last - Math.max(1, pieces.size()) + 1);
    if (pieces.isEmpty()) {
      batch.add(NO_LINE, 0, 0, false);
    }
    long line = last - pieces.size();
    for (Piece piece : pieces) {
      if (batch.lines() == Batch.MAX_LINES || batch.size() >= ENOUGH) {
        batches.add(batch.build());
        batch.reset(line, line + 1);
      }
      add(batch, piece.value, piece.from, piece.to, next.maxLine());
      line++;
    }
    batches.add(batch.build());
    return batches;
  }

  /** A line of a value. */
  private record Piece(byte[] value, int from, int to) {}

  private List<Piece> pieces(@Nullable Condition when) {
    List<Piece> pieces = new ArrayList<>();
    for (byte[] value : values) {
      int from = 0;
      for (int at = 0; value != null && at <= value.length; at++) {
        if (at == value.length || value[at] == '\n') {
          int to = at > from && value[at - 1] == '\r' ? at - 1 : at;
          if (to > from && (when == null || when.test(new String(value, from, to - from, UTF_8)))) {
            pieces.add(new Piece(value, from, to));
          }
          from = at + 1;
        }
      }
    }
    return pieces;
  }
}
