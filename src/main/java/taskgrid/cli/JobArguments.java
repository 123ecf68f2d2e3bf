package taskgrid.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import taskgrid.bundle.BundleFile;
import taskgrid.bundle.ShippedFunctions;
import taskgrid.cli.values.BatchSizeValue;
import taskgrid.cli.values.CountValue;
import taskgrid.cli.values.DurationValue;
import taskgrid.cli.values.HaltValue;
import taskgrid.cli.values.RegexValue;
import taskgrid.cli.values.SizeValue;
import taskgrid.cli.values.TimeLimitValue;
import taskgrid.cli.values.TimesValue;
import taskgrid.cli.values.Variable;
import taskgrid.cli.values.VariableValue;
import taskgrid.cli.values.WhereValue;
import taskgrid.function.InvalidTask;
import taskgrid.function.LimitValue;
import taskgrid.task.Attempts;
import taskgrid.task.Commands;
import taskgrid.task.GridException;
import taskgrid.task.Halt;
import taskgrid.task.JobOptions;
import taskgrid.task.Limits;
import taskgrid.task.Placement;
import taskgrid.task.Where;

/** What a job is submitted with. */
final class JobArguments {
  @Option(
      names = "--function",
      paramLabel = "NAME",
      description = {
        "Apply this function to every line: the whole line is its argument.",
        "Or a chain, as in 'square | subtract 1'."
      })
  @Nullable String function;

  @Option(names = "--shell", description = "Every line is a command of the shell.")
  boolean shell;

  @Option(
      names = "--each",
      paramLabel = "COMMAND",
      description = {
        "Put every line, quoted, into this command, where it",
        "says {}; {.} without extension, {/} without folder,",
        "{//} the folder, {/.} neither, {#} the task's",
        "number, {1} {2} columns."
      })
  @Nullable String each;

  @Option(
      names = "--worker",
      paramLabel = "COMMAND",
      description = {
        "Keep a copy of this program running in every slot,",
        "give it a line and take a line back."
      })
  @Nullable String worker;

  @Option(
      names = "--colsep",
      paramLabel = "REGEX",
      converter = RegexValue.class,
      description = "What divides a line into columns.")
  @Nullable String colsep;

  @Option(
      names = "--cwd",
      paramLabel = "DIR",
      description = "The members' folder in which commands run.")
  @Nullable String cwd;

  @Option(
      names = "--ship",
      paramLabel = "PATH",
      description = {
        "Send this file, or what is in this folder, to the",
        "members: commands run beside it, and lines can call",
        "the functions of a .jar; may be repeated."
      })
  List<Path> ship = new ArrayList<>();

  @Option(
      names = "--env",
      paramLabel = "NAME=VALUE",
      converter = VariableValue.class,
      description = "A variable for commands; may be repeated.")
  List<Variable> env = new ArrayList<>();

  @Option(names = "--name", paramLabel = "TEXT", description = "What to call the job in lists.")
  @Nullable String name;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      converter = BatchSizeValue.class,
      description = "Tasks sent and stored together (default: adapts).")
  @Nullable Integer batchSize;

  @Option(
      names = "--max-line",
      paramLabel = "SIZE",
      defaultValue = "1MiB",
      converter = SizeValue.class,
      description = "A longer line is a failed task (default: 1MiB).")
  int maxLine;

  @Option(
      names = "--max-value",
      paramLabel = "SIZE",
      defaultValue = "16MiB",
      converter = SizeValue.class,
      description = "A longer value fails its task (default: 16MiB).")
  int maxValue;

  @Option(
      names = "--keep",
      paramLabel = "D",
      defaultValue = "1h",
      converter = DurationValue.class,
      description = {"How long delivered results stay at most", "(default: 1h)."})
  Duration keep = Duration.ZERO;

  @Option(
      names = "--keep-undelivered",
      paramLabel = "D",
      defaultValue = "24h",
      converter = DurationValue.class,
      description = {"How long results of a job without a reader stay", "(default: 24h)."})
  Duration keepUndelivered = Duration.ZERO;

  @Option(
      names = "--timeout",
      paramLabel = "D",
      converter = TimeLimitValue.class,
      description = "End an attempt that takes longer; it has failed.")
  @Nullable Duration timeout;

  @Option(
      names = "--retries",
      paramLabel = "N",
      defaultValue = "0",
      converter = TimesValue.class,
      description = "Try a failed task again, so many times (default: 0).")
  int retries;

  @Option(
      names = "--backoff",
      paramLabel = "D",
      converter = DurationValue.class,
      description = "Before the first retry; doubles with each (default: 100ms).")
  @Nullable Duration backoff;

  @Option(
      names = "--crash-limit",
      paramLabel = "N",
      defaultValue = "1",
      converter = TimesValue.class,
      description = {
        "Fail a task when N members end that run it alone",
        "because one had ended with it before (default: 1; 0 = never)."
      })
  int crashLimit;

  @Option(
      names = "--where",
      paramLabel = "RULE",
      converter = WhereValue.class,
      description = {
        "Run it only on members whose labels match, as in",
        "'gpu == yes && zone != eu', 'zone in (eu, us)'",
        "or '!gpu'."
      })
  @Nullable Where where;

  @Option(
      names = "--priority",
      paramLabel = "N",
      description = {
        "Tasks of a job with a higher one start first",
        "(default: 0; below 0 is less)."
      })
  int priority;

  @Option(
      names = "-j",
      paramLabel = "N",
      converter = CountValue.class,
      description = "At most so many of its tasks at once, grid-wide.")
  @Nullable Integer atOnce;

  @Option(
      names = "--limit-per",
      arity = "2",
      paramLabel = "COLUMNS N",
      hideParamSyntax = true,
      description = {
        "At most N at once, in the whole grid, of the tasks",
        "for which these columns are the same: '{1}' 2.",
        "Columns are divided by --colsep, else by blanks;",
        "those of a line ip:command by colons."
      })
  List<String> limitPer = new ArrayList<>();

  @Option(
      names = "--halt",
      paramLabel = "WHEN",
      converter = HaltValue.class,
      completionCandidates = HaltValue.Words.class,
      description = {
        "End the job when N tasks, or N% of those that ended",
        "and at least 3, failed: soon,fail=N starts no more,",
        "now,fail=N% also stops what runs."
      })
  @Nullable Halt halt;

  /** Refuses what excludes each other. */
  void check() {
    long forms = Stream.of(function, each, worker).filter(Objects::nonNull).count();
    if (forms + (shell ? 1 : 0) > 1) {
      throw UsageErrors.refuse("--function, --shell, --each and --worker exclude each other");
    }
    if (colsep != null && each == null && limitPer.isEmpty()) {
      throw UsageErrors.refuse("--colsep is for --each and --limit-per: it divides lines");
    }
    limits();
    if (each != null && each.isBlank()) {
      throw UsageErrors.refuse("--each needs a command, as in --each 'gzip -9 {}'");
    }
    if (worker != null && worker.isBlank()) {
      throw UsageErrors.refuse("--worker needs a command, as in --worker 'python3 -u score.py'");
    }
  }

  private Commands commands() {
    Map<String, String> variables = new LinkedHashMap<>();
    env.forEach(variable -> variables.put(variable.name(), variable.value()));
    if (each != null) {
      return new Commands(Commands.Form.EACH, each, colsep, cwd, variables);
    }
    if (worker != null) {
      return new Commands(Commands.Form.WORKER, worker, null, cwd, variables);
    }
    Commands.Form form = shell ? Commands.Form.SHELL : Commands.Form.NONE;
    return new Commands(form, "", null, cwd, variables);
  }

  /** What is to be shipped, packed; null if nothing is. */
  @Nullable BundleFile pack() throws GridException {
    return ShippedFunctions.pack(ship);
  }

  private Limits limits() {
    int all = atOnce == null ? 0 : atOnce;
    if (limitPer.isEmpty()) {
      return new Limits(all, null, 0, null, 0);
    }
    if (limitPer.size() != 2) {
      throw UsageErrors.refuse("--limit-per is given once, as in --limit-per '{1}' 2");
    }
    try {
      LimitValue.of(limitPer.get(0), colsep);
      return new Limits(all, limitPer.get(0), new CountValue().convert(limitPer.get(1)), colsep, 0);
    } catch (InvalidTask e) {
      throw UsageErrors.refuse(e.getMessage());
    } catch (TypeConversionException e) {
      throw UsageErrors.refuse("--limit-per: " + e.getMessage());
    }
  }

  JobOptions jobOptions(boolean detached) {
    int size = batchSize == null ? 0 : batchSize;
    return new JobOptions(
        name,
        function,
        size,
        maxLine,
        maxValue,
        keep,
        keepUndelivered,
        detached,
        new Attempts(timeout, retries, backoff, crashLimit),
        halt,
        commands(),
        new Placement(where, priority),
        null,
        null,
        limits(),
        null);
  }
}
