package taskgrid.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong in a file, all of it, by line. */
final class Problems {
  private final String file;
  private final List<Problem> all = new ArrayList<>();

  private record Problem(int line, String text) {}

  /**
   * @param file its name as it was typed
   */
  Problems(String file) {
    this.file = file;
  }

  void add(int line, String text) {
    all.add(new Problem(line, text));
  }

  /** A line each, as in {@code squares.yaml:3: copies is 0; write 1 or more}. */
  List<String> lines() {
    return all.stream()
        .sorted(Comparator.comparingInt(Problem::line))
        .map(problem -> file + ":" + problem.line() + ": " + problem.text())
        .toList();
  }
}
