package taskgrid.cli.results;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import taskgrid.task.FailureKind;
import taskgrid.task.TaskResult;
import taskgrid.task.TaskState;

/**
 * GNU parallel's joblog: nine columns, divided by tabs, for what reads such files. The exit value
 * of a command is its own; of other tasks it is 0 or 1, and -1 with signal 15 where the task was
 * stopped, as parallel writes it after a timeout.
 */
public final class JoblogResults implements ResultWriter {
  private static final String HEADER =
      "Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand\n";

  private static final Pattern EXIT = Pattern.compile("exit (\\d{1,3})(?: \\(signal (\\d+)\\))?");

  private final OutputBuffer out;
  private final Function<TaskResult, byte[]> command;

  /**
   * @param command what ran, as people would type it
   */
  public JoblogResults(OutputBuffer out, Function<TaskResult, byte[]> command) throws IOException {
    this.out = out;
    this.command = command;
    out.write(HEADER.getBytes(UTF_8));
  }

  @Override
  public void write(TaskResult result) throws IOException {
    Instant at = result.started();
    double started = at == null ? 0 : at.toEpochMilli() / 1000.0;
    byte[] value = result.value();
    byte[] input = result.input();
    Ended ended = ended(result);
    out.write(
        String.format(
                Locale.ROOT,
                "%d\t%s\t%.3f\t%10.3f\t%d\t%d\t%d\t%d\t",
                result.task(),
                result.member() == null ? ":" : result.member(),
                started,
                at == null ? 0 : result.nanos() / 1e9,
                input == null ? 0 : input.length,
                value == null ? 0 : value.length,
                ended.status(),
                ended.signal())
            .getBytes(UTF_8));
    out.write(command.apply(result));
    out.write('\n');
  }

  private record Ended(int status, int signal) {}

  private static Ended ended(TaskResult result) {
    if (result.state() == TaskState.SUCCEEDED) {
      return new Ended(0, 0);
    }
    if (result.kind() == null || result.kind() == FailureKind.TIMEOUT) {
      return new Ended(-1, 15);
    }
    String error = result.error();
    Matcher exit = EXIT.matcher(error == null ? "" : error);
    if (result.kind() != FailureKind.EXIT || !exit.lookingAt()) {
      return new Ended(1, 0);
    }
    String signal = exit.group(2);
    return signal == null
        ? new Ended(Integer.parseInt(exit.group(1)), 0)
        : new Ended(0, Integer.parseInt(signal));
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }
}
