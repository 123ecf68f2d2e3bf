package taskgrid.grid.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import taskgrid.task.GridException;

/** A native Hazelcast file beside our own configuration. */
public final class NativeFile {
  private NativeFile() {}

  /** Whether there is more in it than comments and empty keys: else it costs no YAML parser. */
  public static boolean saysAnything(Path file) throws GridException {
    if (!Files.exists(file)) {
      return false;
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines.map(String::strip).anyMatch(NativeFile::says);
    } catch (IOException | UncheckedIOException e) {
      throw new GridException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean says(String line) {
    return !line.isEmpty()
        && !line.startsWith("#")
        && !line.equals("hazelcast:")
        && !line.equals("hazelcast-client:")
        && !line.equals("properties: {}");
  }

  /** The one line for people of what a parser said. */
  public static String firstLine(Exception e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return message.lines().findFirst().orElse("cannot be read");
  }
}
