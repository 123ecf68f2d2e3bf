package taskgrid.grid;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Lines of a job that somebody has, one behind the other.
 *
 * @param first from 1
 * @param last at least first
 * @param tasks how many of them are tasks
 */
public record Lines(long first, long last, long tasks) {

  /**
   * How many tasks there are, if of the lines that nobody has so many together were one: as many as
   * may have become of one line of a pipeline's source, so that each of which something is lost
   * counts.
   *
   * @param all the lines that there must be
   */
  public static long withLost(Collection<Lines> all, Collection<Lines> known, long linesOfTask) {
    List<Lines> there = inOrder(known);
    long tasks = there.stream().mapToLong(Lines::tasks).sum();
    long covered = 0;
    int at = 0;
    for (Lines wanted : inOrder(all)) {
      covered = Math.max(covered, wanted.first() - 1);
      while (at < there.size() && there.get(at).first() <= wanted.last()) {
        tasks += gap(covered, there.get(at).first() - 1, linesOfTask);
        covered = Math.max(covered, there.get(at).last());
        at++;
      }
      tasks += gap(covered, wanted.last(), linesOfTask);
      covered = Math.max(covered, wanted.last());
    }
    return tasks;
  }

  private static List<Lines> inOrder(Collection<Lines> lines) {
    return lines.stream().sorted(Comparator.comparingLong(Lines::first)).toList();
  }

  private static long gap(long after, long last, long linesOfTask) {
    return last <= after ? 0 : (last - after - 1) / linesOfTask + 1;
  }

  /**
   * How many tasks there are up to a line, if all lines before it are there and each once; -1 if
   * not, as when some are on their way from one member to another.
   */
  public static long tasksUpTo(long line, Collection<Lines> known) {
    long covered = 0;
    long tasks = 0;
    for (Lines some : inOrder(known)) {
      if (some.first() != covered + 1) {
        return -1;
      }
      covered = some.last();
      tasks += some.tasks();
    }
    return covered >= line ? tasks : -1;
  }
}
