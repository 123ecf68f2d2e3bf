package taskgrid.grid.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
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
        }
      }
    }
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
   *
   * @param batches is given one batch after the other; each is made when the one before was taken
   */
  void flat(JobOptions next, Consumer<byte[]> batches) {
    int count = count(when(next));
    long line = extent.last() * Stage.SPREAD - count;
    BatchBuilder batch =
        new BatchBuilder(extent.after() * Stage.SPREAD, count == 0 ? line : line + 1);
    if (count == 0) {
      batch.add(NO_LINE, 0, 0, false);
    }
    for (WantedLines lines = new WantedLines(when(next)); lines.next(); line++) {
      if (batch.lines() == Batch.MAX_LINES || batch.size() >= ENOUGH) {
        batches.accept(batch.build());
        batch.reset(line, line + 1);
      }
      add(batch, lines.value, lines.from, lines.to, next.maxLine());
    }
    batches.accept(batch.build());
  }

  /** The number of the first line is known when they are counted. */
  private int count(@Nullable Condition when) {
    int count = 0;
    for (WantedLines lines = new WantedLines(when); lines.next(); ) {
      count++;
    }
    return count;
  }

  /** Goes through the lines of the values: those that are not blank, and that a rule wants. */
  private final class WantedLines {
    private final @Nullable Condition when;
    private int taken;
    private byte[] value = NO_LINE;
    private int from;
    private int to;

    /** Where the next line begins; behind the end if there is none in this value. */
    private int behind = 1;

    WantedLines(@Nullable Condition when) {
      this.when = when;
    }

    boolean next() {
      while (true) {
        if (behind <= value.length) {
          step();
          if (!isBlank() && (when == null || when.test(text()))) {
            return true;
          }
        } else if (taken < values.size()) {
          byte[] another = values.get(taken++);
          value = another == null ? NO_LINE : another;
          behind = 0;
        } else {
          return false;
        }
      }
    }

    private void step() {
      from = behind;
      to = from;
      while (to < value.length && value[to] != '\n') {
        to++;
      }
      behind = to + 1;
      if (to > from && value[to - 1] == '\r') {
        to--;
      }
    }

    private boolean isBlank() {
      int at = from;
      while (at < to && (value[at] == ' ' || value[at] == '\t')) {
        at++;
      }
      return at == to;
    }

    private String text() {
      return new String(value, from, to - from, UTF_8);
    }
  }
}
