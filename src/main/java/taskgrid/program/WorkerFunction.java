package taskgrid.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import taskgrid.function.InvalidTask;
import taskgrid.function.TaskContext;
import taskgrid.function.TaskFailed;
import taskgrid.function.TaskFunction;
import taskgrid.function.TaskInterrupted;
import taskgrid.task.FailureKind;

/** Gives each line to a running copy of the job's program, which answers with a line. */
final class WorkerFunction implements TaskFunction {
  private final @Nullable Programs programs;
  private final AllowedPrograms allowed;
  private final String command;
  private final Surroundings surroundings;
  private final int maxValue;

  /**
   * @param programs null where no programs are run
   * @param maxValue the longest answer, in bytes
   */
  WorkerFunction(
      @Nullable Programs programs,
      AllowedPrograms allowed,
      String command,
      Surroundings surroundings,
      int maxValue) {
    this.programs = programs;
    this.allowed = allowed;
    this.command = command;
    this.surroundings = surroundings;
    this.maxValue = maxValue;
  }

  @Override
  public String name() {
    return command;
  }

  @Override
  public String apply(String input, TaskContext context) throws Exception {
    return new String(applyBytes(input.getBytes(UTF_8), context), UTF_8);
  }

  @Override
  public void check(byte[] line) throws InvalidTask {
    // The program judges its lines itself.
  }

  @Override
  public byte[] applyBytes(byte[] line, TaskContext context) throws Exception {
    if (programs == null) {
      throw new TaskFailed(
          "member " + context.member() + " does not run programs (--allow-shell lets it)");
    }
    allowed.check(SimpleCommand.of(command.getBytes(UTF_8)), context.member());
    surroundings.requireFolder(context.member());
    Worker worker = programs.take(new Worker.Kind(context.job(), command, surroundings, maxValue));
    try {
      return answer(worker, line);
    } catch (InterruptedException e) {
      throw new TaskInterrupted(
          "the worker did not answer: does it flush its output after each line (python3 -u)?", e);
    } finally {
      programs.giveBack(worker);
    }
  }

  private byte[] answer(Worker worker, byte[] line) throws InterruptedException, TaskFailed {
    if (worker.isOutOfStep()) {
      worker.end();
      throw new TaskFailed(
          "the worker had more to say than one line to the task before: it must answer each line"
              + " with one line");
    }
    Worker.Answer answer = worker.ask(line);
    if (answer instanceof Worker.Answer.Line said) {
      return said.bytes();
    }
    if (answer instanceof Worker.Answer.TooLong) {
      worker.end();
      throw new TaskFailed("the worker's answer is longer than --max-value %d".formatted(maxValue));
    }
    Integer status = worker.status();
    String errors = worker.errors();
    worker.end();
    throw new TaskFailed(FailureKind.EXIT, word(status) + (errors.isEmpty() ? "" : ": " + errors));
  }

  private static String word(@Nullable Integer status) {
    if (status == null) {
      return "the worker closed its output and did not answer";
    }
    return status > 128
        ? "the worker ended without an answer, exit %d (signal %d)".formatted(status, status - 128)
        : "the worker ended without an answer, exit %d".formatted(status);
  }
}
