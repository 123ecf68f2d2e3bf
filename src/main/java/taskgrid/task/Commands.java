package taskgrid.task;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a job's lines are commands of the shell, and where these run.
 *
 * @param form what a line is
 * @param template of {@link Form#EACH}, with its placeholders, or the command of {@link
 *     Form#WORKER}; else empty
 * @param columns the regular expression that divides a line into columns; null = it has one
 * @param folder where commands run; null = where their member was started
 * @param environment variables beside those of the member
 */
public record Commands(
    Form form,
    String template,
    @Nullable String columns,
    @Nullable String folder,
    Map<String, String> environment) {

  /** No line is a command, unless it calls the function {@code sh}. */
  public static final Commands NONE = new Commands(Form.NONE, "", null, null, Map.of());

  private static final String VARIABLE = "env.";

  /** What a line is. */
  public enum Form {
    /** A call of a function, or its argument. */
    NONE,
    /** A command. */
    SHELL,
    /** What goes into the template, which is a command then. */
    EACH,
    /** What a running program is given; the template is its command. */
    WORKER
  }

  public Commands {
    environment = Map.copyOf(environment);
  }

  /** Whether only members that run commands can run the job. */
  public boolean needed() {
    return form != Form.NONE;
  }

  /** Whether every line is a task, also a blank one. */
  public boolean linesAreData() {
    return form == Form.EACH || form == Form.WORKER;
  }

  /** Adds what {@link #fromMap} reads back. */
  void into(Map<String, String> map) {
    if (form != Form.NONE) {
      map.put("lines", form.name().toLowerCase(Locale.ROOT));
    }
    if (linesAreData()) {
      map.put("each", template);
    }
    if (columns != null) {
      map.put("colsep", columns);
    }
    if (folder != null) {
      map.put("cwd", folder);
    }
    environment.forEach((name, value) -> map.put(VARIABLE + name, value));
  }

  static Commands fromMap(Map<String, String> map) {
    Map<String, String> environment = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          if (key.startsWith(VARIABLE)) {
            environment.put(key.substring(VARIABLE.length()), value);
          }
        });
    return new Commands(
        Form.valueOf(map.getOrDefault("lines", "none").toUpperCase(Locale.ROOT)),
        map.getOrDefault("each", ""),
        map.get("colsep"),
        map.get("cwd"),
        environment);
  }
}
