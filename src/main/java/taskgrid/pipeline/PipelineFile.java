package taskgrid.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import taskgrid.function.Durations;
import taskgrid.function.InvalidTask;
import taskgrid.function.TaskCall;
import taskgrid.function.TaskLanguage;
import taskgrid.job.StageJob;
import taskgrid.task.Attempts;
import taskgrid.task.Commands;
import taskgrid.task.Condition;
import taskgrid.task.JobOptions;
import taskgrid.task.Limits;
import taskgrid.task.Placement;
import taskgrid.task.Source;
import taskgrid.task.Where;

/**
 * Reads a pipeline from a YAML file, and says of all that is wrong in it where it stands.
 *
 * <p>For one file and one thread.
 */
public final class PipelineFile {
  private static final Set<String> KEYS = Set.of("name", "source", "stages", "ship");
  private static final Set<String> SOURCE_KEYS =
      Set.of("file", "stdin", "function", "every", "rate", "count");

  private static final List<String> KINDS = List.of("function", "shell", "worker");
  private static final Set<String> STAGE_KEYS =
      Set.of(
          "name",
          "function",
          "shell",
          "worker",
          "copies",
          "total-copies",
          "where",
          "when",
          "keep-order",
          "from",
          "flat",
          "retries",
          "timeout");
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,39}");

  private final Problems problems;
  private final TaskLanguage language;
  private boolean keepOrder;
  private @Nullable Source made;

  private PipelineFile(String file, TaskLanguage language) {
    this.problems = new Problems(file);
    this.language = language;
  }

  /**
   * A pipeline, or what is wrong with it.
   *
   * @param pipeline null if there are problems
   * @param problems a line each
   */
  public record Read(@Nullable Pipeline pipeline, List<String> problems) {}

  /**
   * Only what is to be shipped, for that may bring functions along.
   *
   * @return nothing if the file cannot be read as YAML
   */
  public static List<String> shipped(InputStream in) throws IOException {
    Problems ignored = new Problems("");
    Yaml root = Yaml.read(in, ignored);
    return root instanceof Yaml.Keys keys ? shipped(keys, ignored) : List.of();
  }

  private static List<String> shipped(Yaml.Keys keys, Problems problems) {
    return texts(keys, problems).stream().map(Yaml.Text::text).toList();
  }

  /**
   * Reads all of it.
   *
   * @param name of the file as it was typed
   * @param language with the functions that the source and stages can name
   * @param fed whether its items come from elsewhere, so that it needs no source
   * @param there whether something is there that is to be shipped
   */
  public static Read read(
      InputStream in, String name, TaskLanguage language, boolean fed, Predicate<String> there)
      throws IOException {
    PipelineFile file = new PipelineFile(name, language);
    Yaml root = Yaml.read(in, file.problems);
    Pipeline pipeline = null;
    if (root instanceof Yaml.Keys keys) {
      file.refuseMissing(keys, there);
      pipeline = file.pipeline(keys, fed);
    } else if (file.problems.lines().isEmpty()) {
      file.problems.add(1, "no pipeline: write name, source and stages");
    }
    List<String> problems = file.problems.lines();
    return new Read(problems.isEmpty() ? pipeline : null, problems);
  }

  private Pipeline pipeline(Yaml.Keys keys, boolean fed) {
    refuseUnknown(keys, KEYS, "a pipeline");
    String name = named(keys, "a pipeline");
    if (!fed && !keys.entries().containsKey("source")) {
      problems.add(keys.line(), "a pipeline needs a source, here or as --input");
    }
    String source = source(keys.entries().get("source"));
    List<StageJob> stages = stages(keys);
    return new Pipeline(name, source, made, stages, keepOrder, shipped(keys, problems));
  }

  private String named(Yaml.Keys keys, String of) {
    Yaml.Entry entry = keys.entries().get("name");
    if (entry == null) {
      problems.add(keys.line(), of + " needs a name");
      return "";
    }
    String name = text(entry, "name");
    if (name != null && !NAME.matcher(name).matches()) {
      problems.add(
          entry.line(),
          "name '%s': a letter, then at most 39 letters, digits, - or _".formatted(name));
    }
    return name == null ? "" : name;
  }

  private @Nullable String source(Yaml.@Nullable Entry entry) {
    if (entry == null) {
      return null;
    }
    if (entry.value() instanceof Yaml.Text text) {
      if (text.text().equals("stdin")) {
        return "-";
      }
      problems.add(entry.line(), "source is stdin, or has a file: { file: numbers.txt }");
      return null;
    }
    if (!(entry.value() instanceof Yaml.Keys keys)) {
      problems.add(entry.line(), "source is stdin, or has a file: { file: numbers.txt }");
      return null;
    }
    refuseUnknown(keys, SOURCE_KEYS, "a source");
    List<String> kinds =
        List.of("file", "stdin", "function").stream().filter(keys.entries()::containsKey).toList();
    if (kinds.size() != 1) {
      problems.add(entry.line(), "source has one of file, stdin and function");
      return null;
    }
    Yaml.Entry kind = Objects.requireNonNull(keys.entries().get(kinds.get(0)));
    if (kinds.get(0).equals("function")) {
      made = made(keys, kind);
      return null;
    }
    for (String key : List.of("every", "rate", "count")) {
      Yaml.Entry bound = keys.entries().get(key);
      if (bound != null) {
        problems.add(bound.line(), key + " is for a source that is a function");
      }
    }
    return kinds.get(0).equals("stdin") ? "-" : text(kind, "file");
  }

  private @Nullable Source made(Yaml.Keys keys, Yaml.Entry function) {
    String line = text(function, "function");
    if (line != null) {
      byte[] bytes = line.getBytes(UTF_8);
      if (language.parse(bytes, 0, bytes.length) instanceof TaskCall.Invalid invalid) {
        problems.add(function.line(), invalid.reason());
      }
    }
    Duration every = parsed(keys, "every", Durations::parse);
    Integer rate = parsed(keys, "rate", PipelineFile::count);
    Integer count = parsed(keys, "count", PipelineFile::count);
    if (every != null && rate != null) {
      problems.add(function.line(), "every and rate exclude each other");
    }
    Duration pause =
        rate != null
            ? Duration.ofNanos(1_000_000_000L / rate)
            : every == null ? Duration.ZERO : every;
    return line == null ? null : new Source(line, pause, count == null ? 0 : count);
  }

  private List<StageJob> stages(Yaml.Keys keys) {
    Yaml.Entry entry = keys.entries().get("stages");
    List<StageJob> stages = new ArrayList<>();
    if (entry == null || !(entry.value() instanceof Yaml.Items items) || items.items().isEmpty()) {
      problems.add(
          entry == null ? keys.line() : entry.line(),
          "stages is missing or empty: a pipeline needs a list of at least one");
      return stages;
    }
    StageOrder order = new StageOrder(problems);
    for (int i = 0; i < items.items().size(); i++) {
      if (items.items().get(i) instanceof Yaml.Keys stage) {
        Yaml.Entry from = stage.entries().get("from");
        order.add(
            stage.line(),
            from == null ? stage.line() : from.line(),
            stage(stage, i == items.items().size() - 1, order));
      } else {
        problems.add(
            items.items().get(i).line(), "a stage has keys, as in { name: a, function: f }");
      }
    }
    return order.stages();
  }

  private StageJob stage(Yaml.Keys keys, boolean last, StageOrder order) {
    refuseUnknown(keys, STAGE_KEYS, "a stage");
    String name = named(keys, "a stage");
    JobOptions does = does(keys, name);
    orderOnlyAtTheEnd(keys, last);
    Yaml.Entry from = keys.entries().get("from");
    return new StageJob(
        name,
        limited(keys, does),
        from == null ? order.before() : text(from, "from"),
        parsed(keys, "when", Condition::parse),
        flat(keys));
  }

  /** What it does with an item: nothing if that cannot be said, which is a problem then. */
  private JobOptions does(Yaml.Keys keys, String stage) {
    List<String> kinds = KINDS.stream().filter(keys.entries()::containsKey).toList();
    if (kinds.size() != 1) {
      problems.add(
          keys.line(),
          "stage %s needs one of function, shell and worker%s"
              .formatted(stage, kinds.isEmpty() ? "" : ", and has " + String.join(" and ", kinds)));
      return JobOptions.DEFAULT;
    }
    String kind = kinds.get(0);
    Yaml.Entry entry = Objects.requireNonNull(keys.entries().get(kind));
    String text = text(entry, kind);
    if (text == null) {
      return JobOptions.DEFAULT;
    }
    if (!kind.equals("function")) {
      return JobOptions.DEFAULT.withCommands(commands(kind, text));
    }
    checkFunction(entry.line(), text);
    return JobOptions.DEFAULT.withFunction(text);
  }

  /** With how often and where it may run. */
  private JobOptions limited(Yaml.Keys keys, JobOptions does) {
    Integer copies = parsed(keys, "copies", PipelineFile::count);
    Integer total = parsed(keys, "total-copies", PipelineFile::count);
    Where where = parsed(keys, "where", Where::parse);
    Integer retries = parsed(keys, "retries", PipelineFile::times);
    Duration timeout = parsed(keys, "timeout", Durations::parse);
    return does.withPlacement(new Placement(where, 0))
        .withLimits(
            new Limits(total == null ? 0 : total, null, 0, null, copies == null ? 0 : copies))
        .withAttempts(new Attempts(timeout, retries == null ? 0 : retries, null));
  }

  private boolean flat(Yaml.Keys keys) {
    Boolean flat = parsed(keys, "flat", PipelineFile::truth);
    Yaml.Entry entry = keys.entries().get("flat");
    if (flat == null || entry == null || !flat) {
      return false;
    }
    if (keys.entries().containsKey("worker")) {
      problems.add(entry.line(), "flat is not for a worker, which answers with one line");
    }
    return true;
  }

  private void orderOnlyAtTheEnd(Yaml.Keys keys, boolean last) {
    Boolean order = parsed(keys, "keep-order", PipelineFile::truth);
    Yaml.Entry entry = keys.entries().get("keep-order");
    if (order != null && entry != null && order) {
      if (last) {
        keepOrder = true;
      } else {
        problems.add(entry.line(), "keep-order is for the last stage, whose results are read");
      }
    }
  }

  private static Commands commands(String kind, String text) {
    return kind.equals("worker")
        ? new Commands(Commands.Form.WORKER, text, null, null, Map.of())
        : new Commands(Commands.Form.EACH, text, null, null, Map.of());
  }

  private void checkFunction(int line, String chain) {
    try {
      language.checkChain(chain);
    } catch (InvalidTask e) {
      problems.add(line, String.valueOf(e.getMessage()));
    }
  }

  private static int count(String text) {
    int number = times(text);
    if (number == 0) {
      throw new IllegalArgumentException("0 is too few; write 1 or more");
    }
    return number;
  }

  private static int times(String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException("'" + text + "' is no whole number");
  }

  private static boolean truth(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes" -> true;
      case "false", "no" -> false;
      default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
    };
  }

  private <T> @Nullable T parsed(Yaml.Keys keys, String key, Function<String, T> parse) {
    Yaml.Entry entry = keys.entries().get(key);
    String text = entry == null ? null : text(entry, key);
    if (entry == null || text == null) {
      return null;
    }
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      problems.add(entry.line(), key + ": " + e.getMessage());
      return null;
    }
  }

  private @Nullable String text(Yaml.Entry entry, String key) {
    if (entry.value() instanceof Yaml.Text text && !text.text().isBlank()) {
      return text.text();
    }
    problems.add(entry.line(), key + " needs a word or a number");
    return null;
  }

  private static List<Yaml.Text> texts(Yaml.Keys keys, Problems problems) {
    Yaml.Entry entry = keys.entries().get("ship");
    List<Yaml.Text> texts = new ArrayList<>();
    if (entry == null) {
      return texts;
    }
    List<Yaml> values =
        entry.value() instanceof Yaml.Items items ? items.items() : List.of(entry.value());
    for (Yaml value : values) {
      if (value instanceof Yaml.Text text) {
        texts.add(text);
      } else {
        problems.add(value.line(), "ship is a list of names of files");
      }
    }
    return texts;
  }

  private void refuseMissing(Yaml.Keys keys, Predicate<String> there) {
    for (Yaml.Text text : texts(keys, new Problems(""))) {
      if (!there.test(text.text())) {
        problems.add(text.line(), "ship: " + text.text() + ": no such file");
      }
    }
  }

  private void refuseUnknown(Yaml.Keys keys, Set<String> known, String of) {
    keys.entries()
        .forEach(
            (key, entry) -> {
              if (!known.contains(key)) {
                problems.add(
                    entry.line(),
                    "'%s' is no key of %s; there are %s"
                        .formatted(key, of, String.join(", ", new TreeSet<>(known))));
              }
            });
  }
}
