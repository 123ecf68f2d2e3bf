package taskgrid.job;

import java.util.Arrays;
import taskgrid.grid.layout.Batch;
import taskgrid.task.GridException;

/**
 * Splits blocks into lines without making objects of them. Lines end with LF or CRLF, each input
 * ends its last line, and a byte order mark at the beginning of an input is dropped.
 *
 * <p>The current line is what {@link #next} moved to; it is good until the next call.
 */
final class LineReader {
  /** What a step found: a line, nothing for now, or the end of all inputs. */
  enum Step {
    LINE,
    DRY,
    END
  }

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final BlockSource source;
  private final int maxLine;

  // Where reading is.
  private byte[] block = new byte[0];
  private int position;
  private int limit;
  private boolean blockEndsInput;
  private int readingInput;

  /** Bytes of the input before position. */
  private long readingOffset;

  /** Whether the next block begins another input. */
  private boolean inputEnded;

  /** Where in its input the line that is being read begins. */
  private long lineStart;

  /** What earlier blocks held of the line that is being read. */
  private final LineStart carried;

  // The current line.
  private byte[] bytes = new byte[0];
  private int offset;
  private int length;
  private long trueLength;
  private long number;
  private int input;
  private long start;
  private long end;

  LineReader(BlockSource source, int maxLine) {
    this(source, maxLine, 0);
  }

  /**
   * @param inputOffset where in the first input its blocks begin
   */
  LineReader(BlockSource source, int maxLine, long inputOffset) {
    this.source = source;
    this.maxLine = maxLine;
    this.readingOffset = inputOffset;
    this.lineStart = inputOffset;
    // Room for what does not count: a byte order mark and a CR.
    this.carried = new LineStart(maxLine + BYTE_ORDER_MARK.length + 1L);
  }

  Step next() throws GridException {
    while (true) {
      int feed = indexOfFeed(block, position, limit);
      if (feed < limit) {
        take(feed, 1);
        position = feed + 1;
        return Step.LINE;
      }
      carry();
      if (blockEndsInput) {
        blockEndsInput = false;
        if (endInput()) {
          return Step.LINE;
        }
      }
      if (source.ended()) {
        return Step.END;
      }
      Block next = source.next();
      if (next == null) {
        return Step.DRY;
      }
      open(next);
    }
  }

  private void open(Block next) {
    if (inputEnded) {
      inputEnded = false;
      readingInput++;
      readingOffset = 0;
      lineStart = 0;
    }
    block = next.bytes;
    position = 0;
    limit = next.length;
    blockEndsInput = next.endsInput;
  }

  /** The first LF from a position on, or the limit. The processor predicts this loop well. */
  private static int indexOfFeed(byte[] bytes, int from, int limit) {
    int i = from;
    while (i < limit && bytes[i] != '\n') {
      i++;
    }
    return i;
  }

  private void carry() {
    carried.append(block, position, limit);
    readingOffset += limit - position;
    position = limit;
  }

  /** The last line of an input, if it has no LF; false if nothing is left. */
  private boolean endInput() {
    inputEnded = true;
    boolean onlyMark =
        lineStart == 0
            && carried.length() == BYTE_ORDER_MARK.length
            && startsWithMark(carried.bytes(), 0, BYTE_ORDER_MARK.length);
    if (carried.length() == 0 || onlyMark) {
      carried.clear();
      return false;
    }
    take(position, 0);
    return true;
  }

  /** Makes [position, to) of the block, after what is carried, the current line. */
  private void take(int to, int endLength) {
    readingOffset += to - position + endLength;
    input = readingInput;
    start = lineStart;
    end = readingOffset;
    lineStart = end;
    number++;
    if (carried.length() == 0) {
      bytes = block;
      offset = position;
      length = to - position;
      trueLength = length;
    } else {
      carried.append(block, position, to);
      bytes = carried.bytes();
      offset = 0;
      length = carried.kept();
      trueLength = carried.length();
    }
    boolean endsWithReturn = trueLength > 0 && lastByte(to) == '\r';
    carried.clear();
    trim(endLength > 0 && endsWithReturn);
  }

  private byte lastByte(int to) {
    return carried.length() == 0 ? block[to - 1] : carried.last();
  }

  private void trim(boolean endsWithReturn) {
    if (start == 0 && startsWithMark(bytes, offset, length)) {
      offset += BYTE_ORDER_MARK.length;
      length -= BYTE_ORDER_MARK.length;
      trueLength -= BYTE_ORDER_MARK.length;
    }
    if (endsWithReturn) {
      trueLength--;
      length = (int) Math.min(length, trueLength);
    }
    if (trueLength > maxLine) {
      length = Math.min(length, Math.min(Batch.KEPT_PREFIX, maxLine));
    }
  }

  private static boolean startsWithMark(byte[] bytes, int from, int length) {
    return length >= BYTE_ORDER_MARK.length
        && Arrays.equals(
            bytes, from, from + BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
  }

  /** The array that holds the current line. */
  byte[] bytes() {
    return bytes;
  }

  int offset() {
    return offset;
  }

  /** How many bytes of the current line there are. */
  int length() {
    return length;
  }

  /** How long the current line is; more than {@link #length} if it is too long. */
  long trueLength() {
    return trueLength;
  }

  boolean oversize() {
    return trueLength > maxLine;
  }

  /** The current line's number, from 1, over all inputs. */
  long number() {
    return number;
  }

  /** Which input the current line is of, from 0. */
  int input() {
    return input;
  }

  /** Where in its input the current line begins. */
  long start() {
    return start;
  }

  /** Where in its input the line after the current one begins. */
  long end() {
    return end;
  }
}
