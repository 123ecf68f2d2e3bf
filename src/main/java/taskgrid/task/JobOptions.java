package taskgrid.task;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
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
    @Nullable Halt halt) {

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
        null);
  }

  public JobOptions withAttempts(Attempts tries) {
    return new JobOptions(
        name, function, batchSize, maxLine, maxValue, keep, keepUndelivered, detached, tries, halt);
  }

  public JobOptions withFunction(@Nullable String chain) {
    return new JobOptions(
        name, chain, batchSize, maxLine, maxValue, keep, keepUndelivered, detached, attempts, halt);
  }

  public JobOptions withHalt(@Nullable Halt when) {
    return new JobOptions(
        name,
        function,
        batchSize,
        maxLine,
        maxValue,
        keep,
        keepUndelivered,
        detached,
        attempts,
        when);
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
        halt(map.get("halt")));
  }

  private static @Nullable Halt halt(@Nullable String text) {
    return text == null ? null : Halt.parse(text);
  }

  private static @Nullable Duration duration(@Nullable String text) {
    return text == null ? null : Duration.parse(text);
  }
}
