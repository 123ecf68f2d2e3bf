package taskgrid.job;

import java.util.Map;
import java.util.TreeMap;

/** A set of line numbers, small while they lie together. For one thread. */
final class LineRanges {
  /** From the first to the last line of each range; ranges neither overlap nor touch. */
  private final TreeMap<Long, Long> ranges = new TreeMap<>();

  void add(long from, long to) {
    long start = from;
    long end = to;
    Map.Entry<Long, Long> before = ranges.floorEntry(to + 1);
    while (before != null && before.getValue() >= from - 1) {
      start = Math.min(start, before.getKey());
      end = Math.max(end, before.getValue());
      ranges.remove(before.getKey());
      before = ranges.floorEntry(to + 1);
    }
    ranges.put(start, end);
  }

  boolean contains(long line) {
    Map.Entry<Long, Long> range = ranges.floorEntry(line);
    return range != null && range.getValue() >= line;
  }

  /** The first line from 1 on that is not in the set. */
  long firstMissing() {
    Long end = ranges.get(1L);
    return end == null ? 1 : end + 1;
  }
}
