package taskgrid.function;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Understands the task lines of one job, as a member does that runs them and as {@code --check}
 * does. Whatever the bytes are, the answer is a {@link TaskCall} and never an exception. May be
 * used by many threads at once.
 */
public final class TaskLanguage {
  private static final String HOST = "host";

  /** A name without its function says little when it is longer than this. */
  private static final int LONGEST_NAME = 100;

  private final FunctionSource functions;
  private final String job;
  private final @Nullable TaskFunction chain;
  private final @Nullable TaskCall brokenChain;
  private final int maxLine;

  /**
   * The function of the last plain line, for most files name the same one again and again. Threads
   * may overwrite each other's: it is a whole value, and any of them is right.
   */
  private @Nullable Known last;

  /** A function and the bytes that name it. */
  private record Known(byte[] name, TaskFunction function) {}

  /**
   * @param chain the function or chain that is applied to every line, with which every line is a
   *     task; null where each line names its own. One that cannot be makes every line invalid
   * @param maxLine in bytes
   */
  public TaskLanguage(FunctionSource functions, String job, @Nullable String chain, int maxLine) {
    this.functions = functions;
    this.job = job;
    this.maxLine = maxLine;
    TaskFunction parsed = null;
    TaskCall broken = null;
    if (chain != null) {
      try {
        parsed = Chain.parse(chain, functions, job);
      } catch (InvalidTask e) {
        broken = new TaskCall.Invalid(chain, e.getMessage());
      }
    }
    this.chain = parsed;
    this.brokenChain = broken;
  }

  /**
   * Refuses a chain that cannot be run, before anything is submitted.
   *
   * @throws InvalidTask which says what is wrong with it
   */
  public static void checkChain(FunctionSource functions, String job, String chain)
      throws InvalidTask {
    Chain.parse(chain, functions, job);
  }

  /** Whether these bytes of a plain file are no task: blank, or a comment. */
  public static boolean skips(byte[] bytes, int offset, int length) {
    return length == 0
        || bytes[offset] == '#'
        || Words.skipBlanks(bytes, offset, offset + length) == offset + length;
  }

  /** Understands one line, which is given without its line end. */
  public TaskCall parse(byte[] bytes, int offset, int length) {
    if (brokenChain != null) {
      return brokenChain;
    }
    if (chain == null && skips(bytes, offset, length)) {
      return TaskCall.Skip.SKIP;
    }
    if (length > maxLine) {
      return overlong(length, bytes, length);
    }
    if (chain != null) {
      return call(chain, bytes, offset, offset + length);
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
        chain == null ? null : chain.name(),
        "line of %d bytes is longer than --max-line %d".formatted(trueLength, maxLine));
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
