package taskgrid.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The last line of a submit, taken apart. */
record SummaryLine(
    String job,
    long tasks,
    long succeeded,
    long failed,
    long cancelled,
    double seconds,
    double rate,
    int members) {
  private static final Pattern LINE =
      Pattern.compile(
          "job (\\w+): (\\d+) tasks, (\\d+) succeeded, (\\d+) failed, (\\d+) cancelled in"
              + " (\\d+\\.\\d\\d) s \\(([0-9.]+) tasks/s\\) on (\\d+) members");

  static SummaryLine of(String err) {
    String last = err.lines().reduce("", (before, line) -> line);
    Matcher line = LINE.matcher(last);
    assertThat(line.matches()).as("a job's last line at the end of:%n%s", err).isTrue();
    return new SummaryLine(
        line.group(1),
        Long.parseLong(line.group(2)),
        Long.parseLong(line.group(3)),
        Long.parseLong(line.group(4)),
        Long.parseLong(line.group(5)),
        Double.parseDouble(line.group(6)),
        Double.parseDouble(line.group(7)),
        Integer.parseInt(line.group(8)));
  }
}
