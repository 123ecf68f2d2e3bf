package taskgrid.task;

import java.util.Arrays;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Some tasks of a job, as ranges of their numbers: written {@code 17} or {@code 1-100,205}. */
public final class TaskNumbers {
  /** The first and the last number of each range, by turns; ranges ascend and do not touch. */
  private final long[] bounds;

  private TaskNumbers(long[] bounds) {
    this.bounds = bounds;
  }

  /** The numbers from the first to the last, both included. */
  public static TaskNumbers range(long first, long last) {
    return of(first, last);
  }

  /**
   * @param bounds first and last number of ranges, by turns, in any order; they may overlap
   * @throws IllegalArgumentException if a range is empty or begins below 1
   */
  public static TaskNumbers of(long... bounds) {
    TreeMap<Long, Long> lastByFirst = new TreeMap<>();
    for (int i = 0; i < bounds.length; i += 2) {
      if (bounds[i] < 1 || bounds[i + 1] < bounds[i]) {
        throw new IllegalArgumentException(bounds[i] + "-" + bounds[i + 1] + " is no range");
      }
      lastByFirst.merge(bounds[i], bounds[i + 1], Math::max);
    }
    long[] joined = new long[bounds.length];
    int end = 0;
    for (var range : lastByFirst.entrySet()) {
      if (end > 0 && range.getKey() <= joined[end - 1] + 1) {
        joined[end - 1] = Math.max(joined[end - 1], range.getValue());
      } else {
        joined[end++] = range.getKey();
        joined[end++] = range.getValue();
      }
    }
    return new TaskNumbers(Arrays.copyOf(joined, end));
  }

  /**
   * Reads what a person types.
   *
   * @throws IllegalArgumentException if it is nothing of the kind; its message says what is wrong
   */
  public static TaskNumbers parse(String text) {
    String[] words = text.split(",", -1);
    long[] bounds = new long[2 * words.length];
    for (int i = 0; i < words.length; i++) {
      String[] ends = words[i].split("-", -1);
      if (ends.length > 2) {
        throw wrong(words[i]);
      }
      bounds[2 * i] = number(ends[0], words[i]);
      bounds[2 * i + 1] = number(ends[ends.length - 1], words[i]);
      if (bounds[2 * i + 1] < bounds[2 * i]) {
        throw new IllegalArgumentException(words[i] + " ends before it begins");
      }
    }
    return of(bounds);
  }

  private static long number(String digits, String word) {
    if (!digits.matches("[0-9]{1,18}") || Long.parseLong(digits) == 0) {
      throw wrong(word);
    }
    return Long.parseLong(digits);
  }

  private static IllegalArgumentException wrong(String word) {
    return new IllegalArgumentException("'" + word + "' is no task, as in 17, or range, as in 1-9");
  }

  public boolean contains(long task) {
    return overlaps(task, task);
  }

  /** Whether any number from the first to the last, both included, is here. */
  public boolean overlaps(long first, long last) {
    int range = firstRangeThatEndsFrom(first);
    return range < bounds.length && bounds[range] <= last;
  }

  private int firstRangeThatEndsFrom(long task) {
    int low = 0;
    int high = bounds.length / 2;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (bounds[2 * middle + 1] < task) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return 2 * low;
  }

  public long first() {
    return bounds[0];
  }

  /**
   * The lowest of them.
   *
   * @param count how many, at least 1; all if there are not so many
   */
  public TaskNumbers lowest(long count) {
    long left = count;
    for (int i = 0; i < bounds.length; i += 2) {
      long here = bounds[i + 1] - bounds[i] + 1;
      if (here >= left) {
        long[] lowest = Arrays.copyOf(bounds, i + 2);
        lowest[i + 1] = bounds[i] + left - 1;
        return of(lowest);
      }
      left -= here;
    }
    return this;
  }

  /** First and last number of each range, by turns. */
  public long[] bounds() {
    return bounds.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TaskNumbers that && Arrays.equals(bounds, that.bounds);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bounds);
  }

  @Override
  public String toString() {
    return IntStream.range(0, bounds.length / 2)
        .mapToObj(i -> text(bounds[2 * i], bounds[2 * i + 1]))
        .collect(Collectors.joining(","));
  }

  private static String text(long first, long last) {
    return first == last ? Long.toString(first) : first + "-" + last;
  }
}
