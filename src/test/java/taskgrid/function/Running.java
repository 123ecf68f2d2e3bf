package taskgrid.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import taskgrid.task.JobOptions;

/**
 * Runs lines as a member would and says in a line how each ended: its value, {@code invalid:},
 * {@code error:}, or {@code no task}. Time does not pass; the waits are written down.
 */
final class Running {
  static final int MAX_LINE = 1 << 20;

  final List<String> waits = new ArrayList<>();
  private final FunctionSource functions;
  private String chain;

  Running() {
    this(null);
  }

  Running(HostTable hosts) {
    Random random = new Random(7);
    functions =
        new BuiltInFunctions(
            () -> random,
            nanos -> waits.add("slept " + nanos),
            nanos -> waits.add("spun " + nanos),
            hosts);
  }

  Running withChain(String text) {
    chain = text;
    return this;
  }

  FunctionSource functions() {
    return functions;
  }

  TaskLanguage language() {
    return new TaskLanguage(functions, "job", JobOptions.DEFAULT.withFunction(chain));
  }

  TaskCall parse(String line) {
    return parse(line.getBytes(UTF_8));
  }

  TaskCall parse(byte[] line) {
    return language().parse(line, 0, line.length);
  }

  String outcome(String line) {
    return outcome(parse(line));
  }

  String outcome(byte[] line) {
    return outcome(parse(line));
  }

  static String outcome(TaskCall call) {
    if (call instanceof TaskCall.Invalid invalid) {
      return "invalid: " + invalid.reason();
    }
    if (call instanceof TaskCall.Call task) {
      try {
        return new String(task.function().applyBytes(task.argument(), new Context()), UTF_8);
      } catch (InvalidTask e) {
        return "invalid: " + e.getMessage();
      } catch (Exception e) {
        return "error: " + e.getMessage();
      }
    }
    return "no task";
  }

  /** The first task of a job, on the first member of a host. */
  record Context() implements TaskContext {
    @Override
    public String job() {
      return "job";
    }

    @Override
    public long task() {
      return 1;
    }

    @Override
    public int attempt() {
      return 1;
    }

    @Override
    public String member() {
      return "127.0.0.1:5701";
    }

    @Override
    public boolean cancelled() {
      return false;
    }
  }
}
