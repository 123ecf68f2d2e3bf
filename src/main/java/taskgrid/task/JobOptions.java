package taskgrid.task;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a job was submitted with; written once and read by every member.
 *
 * @param name what people call the job; null if nothing was said
 * @param function the function or chain applied to every line, as in {@code square | subtract 1};
 *     null where each line names its own
 * @param batchSize tasks sent, stored and dealt together; 0 = adapts
 * @param maxLine longest task line, in bytes
 * @param maxValue longest value, in bytes
 * @param keep how long delivered results stay at most
 * @param keepUndelivered how long undelivered results of a job without a reader stay
 * @param detached whether the job has no reader: its results wait for somebody to fetch them
 * @param attempts how often its tasks are tried, and how long each time
 * @param halt when to end it early because of failures; null = never
 * @param commands how its lines are commands of the shell
 * @param placement which members run its tasks, and how it shares slots with other jobs
 * @param resumes the job whose succeeded lines are left out; null = none is
 * @param shipped the files that it brings along; null = none
 * @param limits how many of its tasks may run at once
 * @param stage of which pipeline it is a stage; null = of none
 */
public record JobOptions(
    @Nullable String name,
    @Nullable String function,
    int batchSize,
    int maxLine,
    int maxValue,
    Duration keep,
    Duration keepUndelivered,
    boolean detached,
    Attempts attempts,
    @Nullable Halt halt,
    Commands commands,
    Placement placement,
    @Nullable String resumes,
    @Nullable Shipped shipped,
    Limits limits,
    @Nullable Stage stage) {

  public static final JobOptions DEFAULT =
      new JobOptions(
          null, null, 0, 1 << 20, 16 << 20, Duration.ofHours(1), Duration.ofHours(24), false);

  /** Options of a job whose tasks are tried once, and that never halts. */
  public JobOptions(
      @Nullable String name,
      @Nullable String function,
      int batchSize,
      int maxLine,
      int maxValue,
      Duration keep,
      Duration keepUndelivered,
      boolean detached) {
    this(
        name,
        function,
        batchSize,
        maxLine,
        maxValue,
        keep,
        keepUndelivered,
        detached,
        Attempts.ONE,
        null,
        Commands.NONE,
        Placement.ANY,
        null,
        null,
        Limits.NONE,
        null);
  }

  public JobOptions withAttempts(Attempts tries) {
    return with(copy -> copy.attempts = tries);
  }

  public JobOptions withFunction(@Nullable String chain) {
    return with(copy -> copy.function = chain);
  }

  public JobOptions withHalt(@Nullable Halt when) {
    return with(copy -> copy.halt = when);
  }

  public JobOptions withDetached(boolean leaves) {
    return with(copy -> copy.detached = leaves);
  }

  public JobOptions withCommands(Commands of) {
    return with(copy -> copy.commands = of);
  }

  public JobOptions withPlacement(Placement of) {
    return with(copy -> copy.placement = of);
  }

  public JobOptions withResumed(@Nullable String job) {
    return with(copy -> copy.resumes = job);
  }

  public JobOptions withShipped(@Nullable Shipped files) {
    return with(copy -> copy.shipped = files);
  }

  public JobOptions withLimits(Limits of) {
    return with(copy -> copy.limits = of);
  }

  public JobOptions withStage(@Nullable Stage of) {
    return with(copy -> copy.stage = of);
  }

  public JobOptions withKeep(Duration time) {
    return with(copy -> copy.keep = time);
  }

  public JobOptions withName(@Nullable String called) {
    return with(copy -> copy.name = called);
  }

  private JobOptions with(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return copy.done();
  }

  /** What can be changed of options on the way to new ones. */
  private static final class Copy {
    private final JobOptions of;
    private @Nullable String name;
    private @Nullable String function;
    private Duration keep;
    private boolean detached;
    private Attempts attempts;
    private @Nullable Halt halt;
    private Commands commands;
    private Placement placement;
    private @Nullable String resumes;
    private @Nullable Shipped shipped;
    private Limits limits;
    private @Nullable Stage stage;

    Copy(JobOptions of) {
      this.of = of;
      this.name = of.name;
      this.function = of.function;
      this.keep = of.keep;
      this.detached = of.detached;
      this.attempts = of.attempts;
      this.halt = of.halt;
      this.commands = of.commands;
      this.placement = of.placement;
      this.resumes = of.resumes;
      this.shipped = of.shipped;
      this.limits = of.limits;
      this.stage = of.stage;
    }

    JobOptions done() {
      return new JobOptions(
          name,
          function,
          of.batchSize,
          of.maxLine,
          of.maxValue,
          keep,
          of.keepUndelivered,
          detached,
          attempts,
          halt,
          commands,
          placement,
          resumes,
          shipped,
          limits,
          stage);
    }
  }

  /**
   * Whether a member can run the tasks.
   *
   * @param shell whether it runs commands
   * @param labels its own
   */
  public boolean canRunOn(boolean shell, Map<String, String> labels) {
    return (shell || !commands.needed()) && placement.allows(labels);
  }

  /** Text that {@link #fromMap} reads back; the form in which the options are stored. */
  public Map<String, String> toMap() {
    Map<String, String> map = new LinkedHashMap<>();
    if (name != null) {
      map.put("name", name);
    }
    if (function != null) {
      map.put("function", function);
    }
    map.put("batch-size", Integer.toString(batchSize));
    map.put("max-line", Integer.toString(maxLine));
    map.put("max-value", Integer.toString(maxValue));
    map.put("keep", keep.toString());
    map.put("keep-undelivered", keepUndelivered.toString());
    map.put("detached", Boolean.toString(detached));
    if (attempts.timeout() != null) {
      map.put("timeout", attempts.timeout().toString());
    }
    if (attempts.retries() > 0) {
      map.put("retries", Integer.toString(attempts.retries()));
    }
    if (attempts.backoff() != null) {
      map.put("backoff", attempts.backoff().toString());
    }
    map.put("crash-limit", Integer.toString(attempts.crashLimit()));
    if (halt != null) {
      map.put("halt", halt.toString());
    }
    commands.into(map);
    placement.into(map);
    if (resumes != null) {
      map.put("resumes", resumes);
    }
    if (shipped != null) {
      shipped.into(map);
    }
    limits.into(map);
    if (stage != null) {
      stage.into(map);
    }
    return map;
  }

  /** The options that {@link #toMap} wrote; what is missing has its default. */
  public static JobOptions fromMap(Map<String, String> map) {
    JobOptions d = DEFAULT;
    return new JobOptions(
        map.get("name"),
        map.get("function"),
        Integer.parseInt(map.getOrDefault("batch-size", "0")),
        Integer.parseInt(map.getOrDefault("max-line", Integer.toString(d.maxLine))),
        Integer.parseInt(map.getOrDefault("max-value", Integer.toString(d.maxValue))),
        Duration.parse(map.getOrDefault("keep", d.keep.toString())),
        Duration.parse(map.getOrDefault("keep-undelivered", d.keepUndelivered.toString())),
        Boolean.parseBoolean(map.getOrDefault("detached", "false")),
        new Attempts(
            duration(map.get("timeout")),
            Integer.parseInt(map.getOrDefault("retries", "0")),
            duration(map.get("backoff")),
            Integer.parseInt(
                map.getOrDefault("crash-limit", Integer.toString(Attempts.CRASH_LIMIT)))),
        halt(map.get("halt")),
        Commands.fromMap(map),
        Placement.fromMap(map),
        map.get("resumes"),
        Shipped.fromMap(map),
        Limits.fromMap(map),
        Stage.fromMap(map));
  }

  private static @Nullable Halt halt(@Nullable String text) {
    return text == null ? null : Halt.parse(text);
  }

  private static @Nullable Duration duration(@Nullable String text) {
    return text == null ? null : Duration.parse(text);
  }
}
