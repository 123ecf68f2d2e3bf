package taskgrid.cli;

import java.util.function.LongFunction;
import taskgrid.cli.terminal.Talk;
import taskgrid.task.TaskResult;
import taskgrid.task.TaskState;

/** Says the first failures in full and counts the others. */
final class Failures {
  private static final int SHOWN = 10;

  private final Talk talk;
  private final LongFunction<String> placeOf;
  private long count;

  /**
   * @param placeOf where a task stands, as in {@code tasks.txt:17}
   */
  Failures(Talk talk, LongFunction<String> placeOf) {
    this.talk = talk;
    this.placeOf = placeOf;
  }

  void see(TaskResult result) {
    if (result.state() == TaskState.FAILED && ++count <= SHOWN) {
      String reason = result.error() == null ? "no reason given" : result.error();
      talk.line(line(placeOf.apply(result.task()), reason));
    }
  }

  void finish() {
    if (count > SHOWN) {
      talk.line("… and " + (count - SHOWN) + " more failures");
    }
  }

  static String line(String place, String reason) {
    return place + ": failed: " + OneLine.of(reason);
  }
}
