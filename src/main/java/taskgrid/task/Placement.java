package taskgrid.task;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a job's tasks run, and how they share slots with others.
 *
 * @param where which members may run them; null = all
 * @param priority tasks of a higher one start first; any number, 0 unless told otherwise
 */
public record Placement(@Nullable Where where, int priority) {
  /** Anywhere, and in turns with others. */
  public static final Placement ANY = new Placement(null, 0);

  /** Whether a member with these labels may run them. */
  public boolean allows(Map<String, String> labels) {
    return where == null || where.matches(labels);
  }

  /** Adds what {@link #fromMap} reads back. */
  void into(Map<String, String> map) {
    if (where != null) {
      map.put("where", where.toString());
    }
    if (priority != 0) {
      map.put("priority", Integer.toString(priority));
    }
  }

  static Placement fromMap(Map<String, String> map) {
    String where = map.get("where");
    return new Placement(
        where == null ? null : Where.parse(where),
        Integer.parseInt(map.getOrDefault("priority", "0")));
  }
}
