package taskgrid.grid.layout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import taskgrid.task.JobCounts;

/**
 * What is left of many logs of a job that were dropped: which lines they had, and how many of their
 * tasks ended how. Logs that follow each other are one range, so that this stays small however many
 * there were.
 */
public final class Compacted {
  public static final Compacted NONE = new Compacted(List.of(), 0);

  /** They ascend, and neither overlap nor touch. */
  private final List<Range> ranges;

  private final long lastResultMillis;

  /**
   * Lines one behind the other.
   *
   * @param after the last line before
   * @param last the last of them
   */
  public record Range(long after, long last, long succeeded, long failed, long cancelled) {
    public long tasks() {
      return succeeded + failed + cancelled;
    }

    private Range with(Range next) {
      return new Range(
          after,
          next.last,
          succeeded + next.succeeded,
          failed + next.failed,
          cancelled + next.cancelled);
    }
  }

  private Compacted(List<Range> ranges, long lastResultMillis) {
    this.ranges = List.copyOf(ranges);
    this.lastResultMillis = lastResultMillis;
  }

  /** The same with more; stubs of what is here already change nothing. */
  public Compacted with(Collection<Stub> stubs) {
    List<Range> all = new ArrayList<>(ranges);
    long last = lastResultMillis;
    for (Stub stub : stubs) {
      Extent extent = stub.extent();
      if (!covers(extent.first())) {
        last = Math.max(last, stub.lastResultMillis());
        all.add(
            new Range(
                extent.after(), extent.last(), stub.succeeded(), stub.failed(), stub.cancelled()));
      }
    }
    all.sort(Comparator.comparingLong(Range::after));
    List<Range> joined = new ArrayList<>();
    for (Range range : all) {
      Range before = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (before != null && before.last() == range.after()) {
        joined.set(joined.size() - 1, before.with(range));
      } else {
        joined.add(range);
      }
    }
    return new Compacted(joined, last);
  }

  /** Whether a batch that begins with this line is among them. */
  public boolean covers(long first) {
    int low = 0;
    int high = ranges.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Range range = ranges.get(middle);
      if (range.last() < first) {
        low = middle + 1;
      } else if (range.after() >= first) {
        high = middle - 1;
      } else {
        return true;
      }
    }
    return false;
  }

  public List<Range> ranges() {
    return ranges;
  }

  /** When the last of their tasks ended, in milliseconds since 1970. */
  public long lastResultMillis() {
    return lastResultMillis;
  }

  public JobCounts counts() {
    long succeeded = 0;
    long failed = 0;
    long cancelled = 0;
    for (Range range : ranges) {
      succeeded += range.succeeded();
      failed += range.failed();
      cancelled += range.cancelled();
    }
    return new JobCounts(0, 0, succeeded, failed, cancelled);
  }

  public byte[] bytes() {
    ByteWriter out = new ByteWriter(32 + 12 * ranges.size()).u8(Seal.VERSION);
    out.zigzag(lastResultMillis).varint(ranges.size());
    long before = 0;
    for (Range range : ranges) {
      out.varint(range.after() - before).varint(range.last() - range.after());
      out.varint(range.succeeded()).varint(range.failed()).varint(range.cancelled());
      before = range.last();
    }
    return Seal.close(out);
  }

  /**
   * Reads what {@link #bytes} gave.
   *
   * @throws LayoutException if it is cut short, corrupt, or of another version
   */
  public static Compacted read(byte[] bytes) {
    ByteReader in = Seal.open(bytes, "compacted stubs");
    long lastResultMillis = in.zigzag();
    List<Range> ranges = new ArrayList<>();
    long before = 0;
    for (int left = in.varint(0, in.remaining()); left > 0; left--) {
      long after = before + in.varint();
      before = after + in.varint();
      ranges.add(new Range(after, before, in.varint(), in.varint(), in.varint()));
    }
    in.end();
    return new Compacted(ranges, lastResultMillis);
  }
}
