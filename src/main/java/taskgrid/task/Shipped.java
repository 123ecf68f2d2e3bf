package taskgrid.task;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files that a job brings along, packed into one archive.
 *
 * @param id SHA-256 of the archive, 64 hexadecimal digits
 * @param size of the archive, in bytes
 * @param names what was shipped: names of files, and of folders with a slash behind them
 */
public record Shipped(String id, long size, List<String> names) {
  /** No name has it; the slash of a folder goes before its name, else three would meet. */
  private static final String SEPARATOR = "//";

  private static final String JAR = ".jar";
  private static final String FOLDER = "/";

  public Shipped {
    names = List.copyOf(names);
  }

  /** Those of the files that may have functions in them. */
  public List<String> jars() {
    return names.stream().filter(name -> name.endsWith(JAR)).toList();
  }

  /** The names, for people. */
  @Override
  public String toString() {
    return String.join(", ", names);
  }

  /** Adds what {@link #fromMap} reads back. */
  void into(Map<String, String> map) {
    map.put("ship", names.stream().map(Shipped::stored).collect(Collectors.joining(SEPARATOR)));
    map.put("ship-sha256", id);
    map.put("ship-size", Long.toString(size));
  }

  static @Nullable Shipped fromMap(Map<String, String> map) {
    String names = map.get("ship");
    String id = map.get("ship-sha256");
    String size = map.get("ship-size");
    return names == null || id == null || size == null
        ? null
        : new Shipped(
            id,
            Long.parseLong(size),
            Stream.of(names.split(SEPARATOR)).map(Shipped::told).toList());
  }

  private static String stored(String name) {
    return name.endsWith(FOLDER) ? FOLDER + name.substring(0, name.length() - 1) : name;
  }

  private static String told(String stored) {
    return stored.startsWith(FOLDER) ? stored.substring(1) + FOLDER : stored;
  }
}
