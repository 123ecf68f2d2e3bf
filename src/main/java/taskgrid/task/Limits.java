package taskgrid.task;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many tasks of a job may run at once in the whole grid, and on each member.
 *
 * @param atOnce in the whole grid; 0 = as many as there are slots
 * @param per what else is counted: a template of a line's columns, as in {@code {1}}; null =
 *     nothing
 * @param atOncePer tasks for which that template gives the same; 0 if there is none
 * @param columns the regular expression that divides a line into columns; null = blanks, and the
 *     colons of a host command
 * @param onEach on each member; 0 = as many as it has slots
 */
public record Limits(
    int atOnce, @Nullable String per, int atOncePer, @Nullable String columns, int onEach) {
  /** As many as there are slots. */
  public static final Limits NONE = new Limits(0, null, 0, null, 0);

  public boolean isNone() {
    return atOnce == 0 && per == null && onEach == 0;
  }

  public Limits withAtOnce(int number) {
    return new Limits(number, per, atOncePer, columns, onEach);
  }

  public Limits withOnEach(int number) {
    return new Limits(atOnce, per, atOncePer, columns, number);
  }

  /** Adds what {@link #fromMap} reads back. */
  void into(Map<String, String> map) {
    if (atOnce != 0) {
      map.put("j", Integer.toString(atOnce));
    }
    if (per != null) {
      map.put("limit-per", per);
      map.put("limit-per-tasks", Integer.toString(atOncePer));
      if (columns != null) {
        map.put("limit-per-colsep", columns);
      }
    }
    if (onEach != 0) {
      map.put("copies", Integer.toString(onEach));
    }
  }

  static Limits fromMap(Map<String, String> map) {
    return new Limits(
        Integer.parseInt(map.getOrDefault("j", "0")),
        map.get("limit-per"),
        Integer.parseInt(map.getOrDefault("limit-per-tasks", "0")),
        map.get("limit-per-colsep"),
        Integer.parseInt(map.getOrDefault("copies", "0")));
  }
}
