package taskgrid.function;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import taskgrid.task.Commands;
import taskgrid.task.JobOptions;

/**
 * Understands the task lines of one job, as a member does that runs them and as {@code --check}
 * does. Whatever the bytes are, the answer is a {@link TaskCall} and never an exception. May be
 * used by many threads at once.
 */
public final class TaskLanguage {
  private static final String HOST = "host";
  private static final String SHELL = "sh";

  /** By this name a source finds the worker of the job that it is for; no line can call it. */
  public static final String WORKER = "the worker of the job";

  /** A name without its function says little when it is longer than this. */
  private static final int LONGEST_NAME = 100;

  private final FunctionSource functions;
  private final String job;

  /** What every line goes to; null where each line names its own function, or it cannot be. */
  private final @Nullable TaskFunction all;

  /** What that is called, also where it cannot be. */
  private final @Nullable String nameOfAll;

  private final @Nullable TaskCall broken;

  /** Whether a line is data: then none is blank or a comment. */
  private final boolean data;

  private final int maxLine;

  /**
   * The function of the last plain line, for most files name the same one again and again. Threads
   * may overwrite each other's: it is a whole value, and any of them is right.
   */
  private @Nullable Known last;

  /** A function and the bytes that name it. */
  private record Known(byte[] name, TaskFunction function) {}

  /**
   * @param options a function of theirs, or a template, that cannot be makes every line invalid
   */
  public TaskLanguage(FunctionSource functions, String job, JobOptions options) {
    this.functions = functions.of(options);
    this.job = job;
    this.maxLine = options.maxLine();
    this.data = options.function() != null || options.commands().linesAreData();
    TaskFunction parsed = null;
    TaskCall wrong = null;
    String name = name(options);
    try {
      parsed = all(options);
    } catch (InvalidTask e) {
      wrong = new TaskCall.Invalid(name, e.getMessage());
    }
    this.all = parsed;
    this.nameOfAll = name;
    this.broken = wrong;
  }

  private static @Nullable String name(JobOptions options) {
    return switch (options.commands().form()) {
      case NONE -> options.function();
      case SHELL -> SHELL;
      case EACH, WORKER -> options.commands().template();
    };
  }

  private @Nullable TaskFunction all(JobOptions options) throws InvalidTask {
    Commands commands = options.commands();
    return switch (commands.form()) {
      case NONE ->
          options.function() == null ? null : Chain.parse(options.function(), functions, job);
      case SHELL -> find(SHELL);
      case EACH -> new Each(commands.template(), Template.parse(commands), find(SHELL));
      case WORKER -> find(WORKER);
    };
  }

  /** Lets go of functions that were loaded for this job alone. */
  public void close() {
    functions.close();
  }

  /** The function, chain or template that every line goes to; null where each names its own. */
  public @Nullable String nameOfAll() {
    return nameOfAll;
  }

  /** Whether every line is a command. */
  public boolean isShell() {
    return SHELL.equals(nameOfAll);
  }

  /**
   * Refuses a chain that cannot be run, before anything is submitted.
   *
   * @throws InvalidTask which says what is wrong with it
   */
  public void checkChain(String chain) throws InvalidTask {
    Chain.parse(chain, functions, job);
  }

  /**
   * The functions of a chain, each with its arguments, as in {@code subtract 1}.
   *
   * @throws InvalidTask which says what is wrong with it
   */
  public List<String> stepsOf(String chain) throws InvalidTask {
    checkChain(chain);
    return Chain.texts(chain).stream().map(String::strip).toList();
  }

  /** Whether these bytes are no task: blank, or a comment, where lines are not data. */
  public boolean skips(byte[] bytes, int offset, int length) {
    return !data
        && (length == 0
            || bytes[offset] == '#'
            || Words.skipBlanks(bytes, offset, offset + length) == offset + length);
  }

  /** Understands one line, which is given without its line end. */
  public TaskCall parse(byte[] bytes, int offset, int length) {
    if (skips(bytes, offset, length)) {
      return TaskCall.Skip.SKIP;
    }
    if (broken != null) {
      return broken;
    }
    if (length > maxLine) {
      return overlong(length, bytes, length);
    }
    if (all != null) {
      return call(all, bytes, offset, offset + length);
    }
    return bytes[offset] == '{'
        ? json(bytes, offset, length)
        : plain(bytes, offset, offset + length);
  }

  /**
   * Answers for a line of which only the beginning was kept. It is always a task, even where it
   * begins like a comment.
   */
  public TaskCall overlong(long trueLength, byte[] prefix, int prefixLength) {
    return new TaskCall.Invalid(
        nameOfAll, "line of %d bytes is longer than --max-line %d".formatted(trueLength, maxLine));
  }

  private TaskCall plain(byte[] bytes, int offset, int end) {
    if (HostAddress.colon(bytes, offset, end) >= 0) {
      TaskFunction host = functions.find(HOST, job);
      return host == null
          ? invalid(HOST, UnknownFunction.named(HOST, functions))
          : call(host, bytes, offset, end);
    }
    int from = Words.skipBlanks(bytes, offset, end);
    int to = Words.wordEnd(bytes, from, end);
    int argument = Math.min(to + 1, end);
    Known known = last;
    if (known != null && Arrays.equals(known.name, 0, known.name.length, bytes, from, to)) {
      return call(known.function, bytes, argument, end);
    }
    String name = null;
    try {
      name = Utf8.decode(bytes, from, to - from);
      TaskFunction function = find(name);
      last = new Known(Arrays.copyOfRange(bytes, from, to), function);
      return call(function, bytes, argument, end);
    } catch (InvalidTask e) {
      return invalid(name, e);
    }
  }

  private TaskCall json(byte[] bytes, int offset, int length) {
    JsonLine line = new JsonLine();
    try {
      line.read(Utf8.decode(bytes, offset, length));
      String name = line.function();
      if (name == null) {
        throw new InvalidTask(
            "function is missing, as in {\"function\":\"double\",\"argument\":21}");
      }
      TaskFunction function = find(name);
      return new TaskCall.Call(
          function.name(),
          function,
          line.argument(),
          line.timeout(),
          line.retries(),
          line.backoff());
    } catch (InvalidTask e) {
      return invalid(line.function(), e);
    }
  }

  private TaskFunction find(String name) throws InvalidTask {
    TaskFunction function = functions.find(name, job);
    if (function == null) {
      throw UnknownFunction.named(name, functions);
    }
    return function;
  }

  private static TaskCall call(TaskFunction function, byte[] bytes, int from, int to) {
    return new TaskCall.Call(
        function.name(), function, Arrays.copyOfRange(bytes, from, to), null, null, null);
  }

  private static TaskCall invalid(@Nullable String name, InvalidTask reason) {
    return new TaskCall.Invalid(
        name == null || name.length() > LONGEST_NAME ? null : name, reason.getMessage());
  }
}
