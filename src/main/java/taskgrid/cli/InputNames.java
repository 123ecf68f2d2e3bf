package taskgrid.cli;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import taskgrid.job.Input;

/** Inputs as people name them. Missing files are found before a grid is looked for. */
final class InputNames {
  private InputNames() {}

  /**
   * @param name of a file, or {@code -} for standard input
   */
  static Input input(String name, InputStream standardInput) {
    if (name.equals("-")) {
      return Input.stream("-", standardInput);
    }
    return Input.file(readable(name, "a file of tasks"));
  }

  /**
   * @param what it has to be, as in "a file of tasks"
   */
  static Path readable(String name, String what) {
    Path path = path(name);
    if (Files.isDirectory(path)) {
      throw new Refused(name + ": is a directory, not " + what);
    }
    if (!Files.exists(path)) {
      throw new Refused(name + ": no such file");
    }
    if (!Files.isReadable(path)) {
      throw new Refused(name + ": cannot be read: permission denied");
    }
    return path;
  }

  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new Refused(OneLine.of(name) + ": not a name that a file can have here");
    }
  }
}
