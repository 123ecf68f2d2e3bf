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
 * @param name what they call the stage
 * @param number of the stage, from 1
 * @param from the job whose values are its lines; null for the first stage
 * @param next the jobs whose lines are its values; none for a last stage
 * @param last the job whose results are read
 * @param when which values of the stage before are its lines; null = all
 * @param source what makes its items inside the grid; null if it is fed by a stage or from outside
 */
public record Stage(
    String pipeline,
    String title,
    String name,
    int number,
    @Nullable String from,
    List<String> next,
    String last,
    @Nullable Condition when,
    @Nullable Source source) {
  public Stage {
    next = List.copyOf(next);
  }

  /** Adds what {@link #fromMap} reads back. */
  void into(Map<String, String> map) {
    map.put("pipeline", pipeline);
    map.put("pipeline-title", title);
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
    if (source != null) {
      source.into(map);
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
        map.getOrDefault("stage", ""),
        Integer.parseInt(map.getOrDefault("stage-number", "1")),
        map.get("stage-from"),
        next.isEmpty() ? List.of() : List.of(next.split(",")),
        map.getOrDefault("stage-last", ""),
        map.containsKey("stage-when") ? Condition.parse(map.get("stage-when")) : null,
        Source.fromMap(map));
  }
}
