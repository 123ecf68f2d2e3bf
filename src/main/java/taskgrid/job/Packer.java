package taskgrid.job;

import java.util.List;
import taskgrid.grid.layout.Batch;
import taskgrid.grid.layout.BatchBuilder;
import taskgrid.task.GridException;

/**
 * Packs lines into batches. A batch has lines of one input, at least one of them a task; lines that
 * are none are carried inside it, and left out between batches.
 */
final class Packer {
  /** How far filling came. */
  enum Fill {
    /** The batch is as large as it should be. */
    FULL,
    /** No more lines for now; the batch may have some, or be empty. */
    DRY,
    /** No more lines; the batch may have some, or be empty. */
    END
  }

  /** A batch and its encoding. */
  record Packed(PackedBatch batch, byte[] bytes) {}

  /** A batch grows to this many bytes; one line may exceed it. */
  static final int MAX_BYTES = 64 << 10;

  private final LineReader reader;
  private final LineMeaning meaning;
  private final LineFilter filter;
  private final List<Input> inputs;
  private final Places places;
  private final BatchBuilder builder = new BatchBuilder(0, 1);

  /** Whether the reader's current line is yet to be packed. */
  private boolean pending;

  /** What the reader's line numbers lack. */
  private long numberOffset;

  private int maxBytes = MAX_BYTES;
  private long lastPacked;
  private long linesRead;
  private long tasksRead;
  private int knownInput = -1;
  private int batchInput;
  private long batchStart;
  private long batchEnd;
  private long batchFirst;

  Packer(
      LineReader reader,
      LineMeaning meaning,
      LineFilter filter,
      List<Input> inputs,
      Places places) {
    this.reader = reader;
    this.meaning = meaning;
    this.filter = filter;
    this.inputs = inputs;
    this.places = places;
  }

  /** A packer that packs one batch once more, from a reader that gives its lines alone. */
  static Packer again(
      LineReader reader,
      LineMeaning meaning,
      LineFilter filter,
      List<Input> inputs,
      PackedBatch batch) {
    Packer packer = new Packer(reader, meaning, filter, inputs, new Places(""));
    packer.lastPacked = batch.after();
    packer.numberOffset = batch.first() - 1;
    packer.maxBytes = Integer.MAX_VALUE;
    return packer;
  }

  /** Packs lines until the batch has as many tasks as wished, or there are no lines to be had. */
  Fill fill(int wishedTasks) throws GridException {
    while (builder.tasks() < wishedTasks && builder.lines() < Batch.MAX_LINES) {
      if (!pending) {
        LineReader.Step step = reader.next();
        if (step != LineReader.Step.LINE) {
          return step == LineReader.Step.DRY ? Fill.DRY : Fill.END;
        }
        pending = true;
        note();
      }
      if (!packPending()) {
        return Fill.FULL;
      }
    }
    return Fill.FULL;
  }

  private void note() {
    linesRead = reader.number();
    if (reader.input() != knownInput) {
      knownInput = reader.input();
      places.begins(reader.number(), inputs.get(knownInput).name());
    }
  }

  /** Whether the current line is done with; false if it must begin another batch. */
  private boolean packPending() {
    boolean task = !meaning.skips(reader) && !filter.skips(numberOffset + reader.number(), reader);
    boolean empty = builder.lines() == 0;
    if (!empty && !fits(task)) {
      return false;
    }
    pending = false;
    if (task) {
      tasksRead++;
    } else if (empty) {
      return true;
    }
    if (empty) {
      begin();
    }
    add(task);
    return true;
  }

  private boolean fits(boolean task) {
    boolean carried = task || reader.length() <= Batch.KEPT_PREFIX;
    return carried && reader.input() == batchInput && builder.size() + reader.length() < maxBytes;
  }

  private void begin() {
    batchFirst = numberOffset + reader.number();
    builder.reset(lastPacked, batchFirst);
    batchInput = reader.input();
    batchStart = reader.start();
  }

  private void add(boolean task) {
    if (task && reader.oversize()) {
      builder.addOversize(LineMeaning.copy(reader), reader.trueLength());
    } else {
      builder.add(reader.bytes(), reader.offset(), reader.length(), task);
    }
    batchEnd = reader.end();
  }

  boolean isEmpty() {
    return builder.lines() == 0;
  }

  /** What was packed since the last time; the batch must not be empty. */
  Packed take() {
    PackedBatch batch =
        new PackedBatch(
            lastPacked,
            batchFirst,
            builder.lines(),
            builder.tasks(),
            inputs.get(batchInput),
            batchStart,
            batchEnd - batchStart);
    byte[] bytes = builder.build();
    lastPacked = batch.last();
    builder.reset(lastPacked, lastPacked + 1);
    return new Packed(batch, bytes);
  }

  /** Lines taken from the inputs so far. */
  long linesRead() {
    return linesRead;
  }

  /** How many of the lines so far are tasks. */
  long tasksRead() {
    return tasksRead;
  }

  /** About how many lines are still to come, with those of the batch that is being filled. */
  long linesLeft(InputSizes sizes) {
    return sizes.linesLeft(linesRead, reader.input(), reader.end());
  }

  /** About how many tasks there are in all; -1 if nobody knows. */
  long tasksExpected(InputSizes sizes) {
    long left = linesLeft(sizes);
    if (left == Long.MAX_VALUE || linesRead == 0) {
      return -1;
    }
    // Of the lines to come as many are tasks as of those before.
    return tasksRead + (long) (left * ((double) tasksRead / linesRead));
  }

  /** The last line of the last batch that was taken. */
  long lastPacked() {
    return lastPacked;
  }
}
