package taskgrid.task;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * That a job is a stage of a pipeline. Its values are the lines of the stages behind it, under the
 * same numbers.
 *
 * @param pipeline the id of the pipeline
 * @param title what people call the pipeline
 * @param retried the pipeline whose failed items these are; null = none
 * @param name what they call the stage
 * @param number of the stage, from 1
 * @param from the job whose values are its lines; null for the first stage
 * @param next the jobs whose lines are its values; none for a last stage
 * @param last the job whose results are read
 * @param when which values of the stage before are its lines; null = all
 * @param flat whether each line of its values is a task of the stages that read it
 * @param spread how many stages before it are flat: see {@link #SPREAD}
 * @param source what makes its items inside the grid; null if it is fed by a stage or from outside
 * @param driven whether such a source is where the items of the pipeline come from
 */
public record Stage(
    String pipeline,
    String title,
    @Nullable String retried,
    String name,
    int number,
    @Nullable String from,
    List<String> next,
    String last,
    @Nullable Condition when,
    boolean flat,
    int spread,
    @Nullable Source source,
    boolean driven) {
  /**
   * Behind a flat stage the numbers of tasks are so many times larger: what the task with number n
   * becomes lies before this number times n, and behind that of the task before it in another
   * batch. So each stage's numbers ascend like those of the first, and who makes some of them has
   * not to know how many others make.
   */
  public static final int SPREAD = 1 << 16;

  /** Flat stages before a stage at most: then numbers still suffice for a billion lines. */
  public static final int MOST_FLAT = 2;

  public Stage {
    next = List.copyOf(next);
  }

  /**
   * How many numbers what one task becomes has behind so many flat stages.
   *
   * @param flatStages 0 to {@link #MOST_FLAT}
   */
  public static long numbersBehind(int flatStages) {
    long numbers = 1;
    for (int flat = 0; flat < flatStages; flat++) {
      numbers *= SPREAD;
    }
    return numbers;
  }

  /** Where the tasks end that become of those up to this one, in the stages that read this one. */
  public long lastBehind(long task) {
    return flat ? task * SPREAD : task;
  }

  /**
   * Whether nothing of another stage of the pipeline with such a number, or below it, becomes of
   * what comes after a line here.
   *
   * @param there a task number in the other stage
   */
  public boolean isBehind(long line, Stage other, long there) {
    long before = line;
    for (int more = spread; more < other.spread; more++) {
      before *= SPREAD;
    }
    for (int fewer = other.spread; fewer < spread; fewer++) {
      before /= SPREAD;
    }
    return before >= there;
  }

  /** Adds what {@link #fromMap} reads back. */
  void into(Map<String, String> map) {
    map.put("pipeline", pipeline);
    map.put("pipeline-title", title);
    if (retried != null) {
      map.put("pipeline-retried", retried);
    }
    map.put("stage", name);
    map.put("stage-number", Integer.toString(number));
    if (from != null) {
      map.put("stage-from", from);
    }
    if (!next.isEmpty()) {
      map.put("stage-next", String.join(",", next));
    }
    map.put("stage-last", last);
    if (when != null) {
      map.put("stage-when", when.toString());
    }
    if (flat) {
      map.put("stage-flat", "true");
    }
    if (spread > 0) {
      map.put("stage-spread", Integer.toString(spread));
    }
    if (source != null) {
      source.into(map);
    }
    if (driven) {
      map.put("pipeline-driven", "true");
    }
  }

  /** Null if the job is no stage. */
  static @Nullable Stage fromMap(Map<String, String> map) {
    String pipeline = map.get("pipeline");
    if (pipeline == null) {
      return null;
    }
    String next = map.getOrDefault("stage-next", "");
    return new Stage(
        pipeline,
        map.getOrDefault("pipeline-title", pipeline),
        map.get("pipeline-retried"),
        map.getOrDefault("stage", ""),
        Integer.parseInt(map.getOrDefault("stage-number", "1")),
        map.get("stage-from"),
        next.isEmpty() ? List.of() : List.of(next.split(",")),
        map.getOrDefault("stage-last", ""),
        map.containsKey("stage-when") ? Condition.parse(map.get("stage-when")) : null,
        map.containsKey("stage-flat"),
        Integer.parseInt(map.getOrDefault("stage-spread", "0")),
        Source.fromMap(map),
        map.containsKey("pipeline-driven"));
  }
}
