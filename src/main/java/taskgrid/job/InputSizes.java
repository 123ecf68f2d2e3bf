package taskgrid.job;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How much is still to be read, where files can say it. */
final class InputSizes {
  /** What a line is taken to be while none has been read. */
  private static final long GUESSED_LINE = 16;

  /** Bytes before each input, and in all; null if one of them cannot say. */
  private final long @Nullable [] before;

  InputSizes(List<Input> inputs) {
    long[] sums = new long[inputs.size() + 1];
    boolean known = true;
    for (int i = 0; i < inputs.size() && known; i++) {
      OptionalLong size = inputs.get(i).size();
      known = size.isPresent();
      sums[i + 1] = sums[i] + size.orElse(0);
    }
    before = known ? sums : null;
  }

  /**
   * About how many lines are left; Long.MAX_VALUE if nobody knows.
   *
   * @param linesRead so far, the last of which ended in this input at this offset
   */
  long linesLeft(long linesRead, int input, long offset) {
    if (before == null) {
      return Long.MAX_VALUE;
    }
    long read = before[input] + offset;
    long left = Math.max(0, before[before.length - 1] - read);
    return linesRead == 0 ? left / GUESSED_LINE : (long) (left / ((double) read / linesRead)) + 1;
  }
}
