package taskgrid.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import taskgrid.function.InvalidTask;
import taskgrid.function.TaskContext;
import taskgrid.function.TaskFailed;
import taskgrid.function.TaskFunction;
import taskgrid.task.FailureKind;

/** {@code sh COMMAND}: what a command prints, without its last line end. */
final class ShellFunction implements TaskFunction {
  static final String NAME = "sh";

  /** Of what a failed command has said on standard error, its end is kept. */
  private static final int MOST_ERRORS = 3_000;

  private final @Nullable Programs programs;
  private final AllowedPrograms allowed;
  private final Surroundings surroundings;
  private final int maxValue;

  /**
   * @param programs null where no commands are run
   * @param maxValue the longest output, in bytes
   */
  ShellFunction(
      @Nullable Programs programs,
      AllowedPrograms allowed,
      Surroundings surroundings,
      int maxValue) {
    this.programs = programs;
    this.allowed = allowed;
    this.surroundings = surroundings;
    this.maxValue = maxValue;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String help() {
    return "sh COMMAND: what the command prints (on members with --allow-shell)";
  }

  @Override
  public String apply(String input, TaskContext context) throws Exception {
    return new String(applyBytes(input.getBytes(UTF_8), context), UTF_8);
  }

  @Override
  public void check(byte[] command) throws InvalidTask {
    boolean blank = true;
    for (byte b : command) {
      if (b == 0) {
        throw new InvalidTask("a command cannot have a byte 0");
      }
      blank &= b == ' ' || b == '\t';
    }
    if (blank) {
      throw new InvalidTask("sh needs a command");
    }
  }

  @Override
  public byte[] applyBytes(byte[] command, TaskContext context) throws Exception {
    check(command);
    if (programs == null) {
      throw new TaskFailed(
          "member " + context.member() + " does not run commands (--allow-shell lets it)");
    }
    allowed.check(SimpleCommand.of(command), context.member());
    surroundings.requireFolder(context.member());
    Shell shell = programs.take(surroundings);
    try {
      Shell.Outcome outcome = shell.run(command, marks(context), maxValue);
      return switch (outcome.end()) {
        case OWN -> outcome.status() == 0 ? value(shell) : failed(shell, outcome.status());
        case INTERRUPTED -> throw interrupted();
        case OUTPUT -> throw tooMuch(shell.printed(), ", so it was stopped");
      };
    } finally {
      shell.forgetOutput();
      programs.giveBack(shell, surroundings);
    }
  }

  private static String marks(TaskContext context) {
    return "TASKGRID_JOB=%s TASKGRID_TASK=%d TASKGRID_ATTEMPT=%d"
        .formatted(context.job(), context.task(), context.attempt());
  }

  private static InterruptedException interrupted() {
    Thread.interrupted();
    return new InterruptedException();
  }

  private byte[] value(Shell shell) throws IOException, TaskFailed {
    long length = shell.printed();
    // One line end does not count.
    if (length > maxValue + 1L) {
      throw tooMuch(length, "");
    }
    byte[] output = shell.output();
    int end = output.length;
    if (end > 0 && output[end - 1] == '\n') {
      end--;
    }
    if (end > maxValue) {
      throw tooMuch(end, "");
    }
    return end == output.length ? output : Arrays.copyOf(output, end);
  }

  private TaskFailed tooMuch(long length, String then) {
    return new TaskFailed(
        "output of %d bytes is longer than --max-value %d%s".formatted(length, maxValue, then));
  }

  private static byte[] failed(Shell shell, int status) throws IOException, TaskFailed {
    String said = said(shell);
    throw new TaskFailed(FailureKind.EXIT, word(status) + (said.isEmpty() ? "" : ": " + said));
  }

  private static String word(int status) {
    if (status < 0) {
      return "its shell was ended";
    }
    return status > 128 ? "exit " + status + " (signal " + (status - 128) + ")" : "exit " + status;
  }

  private static String said(Shell shell) throws IOException {
    String text = new String(shell.errors(MOST_ERRORS), UTF_8).strip();
    long all = shell.errorBytes();
    return all > MOST_ERRORS ? "(the last of %d bytes) %s".formatted(all, text) : text;
  }
}
