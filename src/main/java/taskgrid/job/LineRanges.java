package taskgrid.job;

import java.util.ArrayList;
import java.util.List;
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

  /** What is missing of the lines from 1 to the last, in words: {@code : lines 3-7, 9}. */
  String missing(long last, int most) {
    List<String> gaps = new ArrayList<>();
    long next = 1;
    for (Map.Entry<Long, Long> range : ranges.entrySet()) {
      addGap(gaps, next, range.getKey() - 1);
      next = range.getValue() + 1;
    }
    addGap(gaps, next, last);
    return said(gaps, most);
  }

  /** What is there, in the same words. */
  String present(int most) {
    List<String> all = new ArrayList<>();
    ranges.forEach((from, to) -> addGap(all, from, to));
    return said(all, most);
  }

  private static String said(List<String> all, int most) {
    int more = all.size() - most;
    String said = String.join(", ", all.subList(0, Math.min(most, all.size())));
    return all.isEmpty() ? "" : ": lines " + said + (more > 0 ? " and more" : "");
  }

  private static void addGap(List<String> gaps, long from, long to) {
    if (from <= to) {
      gaps.add(from == to ? "" + from : from + "-" + to);
    }
  }

  /** The first line from 1 on that is not in the set. */
  long firstMissing() {
    Long end = ranges.get(1L);
    return end == null ? 1 : end + 1;
  }
}
