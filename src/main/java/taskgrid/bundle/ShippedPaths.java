package taskgrid.bundle;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import taskgrid.task.GridException;

/** What is to be packed, by the names that it gets. Not thread-safe. */
final class ShippedPaths {
  private final Map<String, Source> sources = new TreeMap<>();

  /** What something is. */
  enum Kind {
    FILE,
    FOLDER,
    LINK
  }

  /** Where something comes from. */
  record Source(Path path, Kind kind) {}

  /**
   * Adds a file, or all that is in a folder. A link is followed if it is what was named.
   *
   * @return its name, with a slash behind that of a folder
   * @throws GridException if it is not there, cannot be read, or would overwrite something
   */
  String add(Path path) throws GridException {
    if (!Files.exists(path)) {
      throw new GridException("--ship " + path + ": no such file");
    }
    Path last = path.toAbsolutePath().normalize().getFileName();
    String name = last == null ? "" : last.toString();
    try {
      if (Files.isDirectory(path)) {
        Files.walkFileTree(path, new Walk(path));
        return name + "/";
      }
      if (!Files.isRegularFile(path)) {
        throw new GridException("--ship " + path + ": neither a file nor a folder");
      }
      put(name, path, Kind.FILE);
      return name;
    } catch (IOException e) {
      throw new GridException("--ship " + path + ": " + Reason.of(e), e);
    }
  }

  Map<String, Source> byName() {
    return Collections.unmodifiableMap(sources);
  }

  private void put(String name, Path path, Kind kind) throws IOException {
    Source other = sources.putIfAbsent(name, new Source(path, kind));
    boolean folders = other != null && other.kind() == Kind.FOLDER && kind == Kind.FOLDER;
    if (other != null && !folders) {
      throw new IOException("both " + other.path() + " and " + path + " would be " + name);
    }
  }

  /** Collects what is in a folder, under the names that it has from there. */
  private final class Walk extends SimpleFileVisitor<Path> {
    private final Path root;

    Walk(Path root) {
      this.root = root;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      if (!folder.equals(root)) {
        put(name(folder), folder, Kind.FOLDER);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isOther()) {
        throw new IOException(file + " is neither a file nor a folder");
      }
      if (attributes.isSymbolicLink()) {
        String target = Files.readSymbolicLink(file).toString();
        if (!InsideLinks.stays(name(file), target)) {
          throw new IOException(
              file + " is a link out of the folder, to " + target + ": ship that too, or copy it");
        }
        put(name(file), file, Kind.LINK);
      } else {
        put(name(file), file, Kind.FILE);
      }
      return FileVisitResult.CONTINUE;
    }

    private String name(Path path) {
      return root.relativize(path).toString();
    }
  }
}
