package taskgrid.cli;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;
import taskgrid.cli.settings.Setting;
import taskgrid.cli.settings.Settings;
import taskgrid.cli.terminal.Talk;
import taskgrid.task.GridException;

/** Whatever goes wrong, in one clear line; a trace only with --debug. */
final class Errors {
  private final Console console;
  private final List<String> words;
  private boolean debug;
  private boolean json;

  /**
   * @param words of the command line: how to report is looked for there, for an error may come
   *     before they are understood
   */
  Errors(Console console, String[] words) {
    this.console = console;
    this.words = Arrays.asList(words);
    this.debug = this.words.contains("--debug");
    int output = this.words.indexOf("--output");
    this.json =
        showsThings()
            && (this.words.contains("--output=json")
                || output >= 0 && this.words.subList(output, words.length).indexOf("json") == 1);
  }

  /** What the environment or the file says counts where the command line says nothing. */
  void learn(Settings settings) {
    boolean typed = words.stream().anyMatch(word -> word.startsWith("--output"));
    json |= showsThings() && !typed && says(settings, "output", "json");
    debug |= says(settings, "debug", "true");
  }

  private static boolean says(Settings settings, String key, String value) {
    return settings.find(key).map(Setting::value).filter(value::equals).isPresent();
  }

  /** Of submit, --output is a file; a member has none. */
  private boolean showsThings() {
    return !words.isEmpty() && !words.get(0).equals("submit");
  }

  /** Says what went wrong; the exit code. */
  int report(Throwable problem) {
    // picocli wraps what a setter throws.
    Throwable cause = within(problem, Refused.class);
    Throwable shown = cause == null ? problem : cause;
    if (shown instanceof ClosedPipe) {
      return Exit.CLOSED_PIPE;
    }
    Talk talk = console.talk();
    talk.live("");
    if (debug) {
      talk.trace(shown);
    }
    String message = message(shown);
    if (!json || !showAsJson(message)) {
      message.lines().forEach(line -> talk.line("taskgrid: " + line));
    }
    return Exit.ERROR;
  }

  private boolean showAsJson(String message) {
    try {
      Display.json(
          generator -> {
            generator.writeStartObject();
            generator.writeStringField("error", message);
            generator.writeEndObject();
          },
          console.out());
      return true;
    } catch (IOException nobodyReads) {
      return false;
    }
  }

  private static String message(Throwable problem) {
    if (problem instanceof Refused) {
      return String.valueOf(problem.getMessage());
    }
    if (problem instanceof ParameterException usage) {
      return UsageErrors.line(usage);
    }
    if (problem instanceof GridException || problem instanceof IOException) {
      return OneLine.of(String.valueOf(problem.getMessage()));
    }
    return OneLine.of("unexpected error: " + problem + " (--debug shows where)");
  }

  private static @Nullable Throwable within(Throwable problem, Class<? extends Throwable> type) {
    for (Throwable t = problem; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return t;
      }
    }
    return null;
  }
}
