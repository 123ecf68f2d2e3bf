package taskgrid.cli.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;

/**
 * The configuration file, read.
 *
 * @param name as messages call it
 * @param entries by key, in the file's order
 * @param problems what cannot be read at all, each with its place
 */
record ConfigFile(String name, Map<String, Entry> entries, List<String> problems) {
  static final ConfigFile NONE = new ConfigFile("", Map.of(), List.of());

  /** A value and its line; a list's or map's items are joined by commas. */
  record Entry(String value, int line) {}

  /** Where an entry stands, as in {@code config/taskgrid.yaml:3}. */
  String place(Entry entry) {
    return name + ":" + entry.line();
  }

  /**
   * Whether the file says anything. Most do not, and a parser is slow to load: it is not worth it
   * to learn that all lines are comments.
   */
  static boolean saysSomething(byte[] text) {
    return new String(text, UTF_8)
        .lines()
        .map(String::strip)
        .anyMatch(line -> !line.isEmpty() && !line.startsWith("#") && !line.equals("---"));
  }
}
