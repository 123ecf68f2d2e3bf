package taskgrid.bundle;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Unpacks an archive, of which nothing is believed: only files, folders and links are made, none of
 * them outside of the folder, and nothing is written through a link or twice.
 */
final class Unpacking {
  private static final int BUFFER = 1 << 16;
  private static final int EXECUTABLE = 0_100;

  private final Path root;

  /** Made last, so that nothing is written through one. */
  private final Map<Path, String> links = new LinkedHashMap<>();

  private Unpacking(Path root) {
    this.root = root;
  }

  /**
   * @param root the folder, which is made; it must not be there
   * @throws IOException which names what is refused
   */
  static void unpack(Path archive, Path root) throws IOException {
    Files.createDirectory(root);
    Unpacking unpacking = new Unpacking(root);
    try (InputStream file = new BufferedInputStream(Files.newInputStream(archive), BUFFER);
        TarArchiveInputStream tar = new TarArchiveInputStream(file, "UTF-8")) {
      TarArchiveEntry entry = tar.getNextEntry();
      while (entry != null) {
        unpacking.add(entry, tar);
        entry = tar.getNextEntry();
      }
    }
    unpacking.link();
  }

  private void add(TarArchiveEntry entry, TarArchiveInputStream tar) throws IOException {
    Path path = path(entry.getName());
    if (entry.isDirectory()) {
      Files.createDirectories(path);
    } else if (entry.isSymbolicLink()) {
      String target = entry.getLinkName();
      if (!InsideLinks.stays(root.relativize(path).toString(), target)) {
        throw refused(entry.getName(), "is a link out of the archive, to " + target);
      }
      links.put(path, target);
    } else if (isPlainFile(entry)) {
      makeParent(path);
      Files.copy(tar, path);
      makeExecutable(path, (entry.getMode() & EXECUTABLE) != 0);
    } else {
      throw refused(entry.getName(), "is neither a file, a folder nor a link");
    }
  }

  private static boolean isPlainFile(TarArchiveEntry entry) {
    byte flag = entry.getLinkFlag();
    boolean plain = flag == TarConstants.LF_NORMAL || flag == TarConstants.LF_OLDNORM;
    return plain && !entry.isSparse();
  }

  private Path path(String name) throws IOException {
    boolean climbs = false;
    for (String step : name.split("/")) {
      climbs |= step.equals("..");
    }
    if (climbs || name.startsWith("/") || name.indexOf('\0') >= 0) {
      throw refused(name, "leads out of the archive");
    }
    Path path = root.resolve(name).normalize();
    if (path.equals(root) || !path.startsWith(root)) {
      throw refused(name, "leads out of the archive");
    }
    return path;
  }

  private static void makeExecutable(Path path, boolean executable) throws IOException {
    if (executable && FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private void link() throws IOException {
    for (Map.Entry<Path, String> link : links.entrySet()) {
      Path path = link.getKey();
      for (Path parent = path.getParent();
          parent != null && !parent.equals(root);
          parent = parent.getParent()) {
        if (links.containsKey(parent)) {
          throw refused(root.relativize(path).toString(), "lies behind a link");
        }
      }
      makeParent(path);
      Files.createSymbolicLink(path, Path.of(link.getValue()));
    }
  }

  private static void makeParent(Path path) throws IOException {
    Path parent = path.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
  }

  private static IOException refused(String name, String why) {
    return new IOException("the archive is refused: \"" + name + "\" " + why);
  }
}
