package taskgrid.bundle;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import taskgrid.task.GridException;
import taskgrid.task.Shipped;

/**
 * What a job ships, packed into one archive on this disk. The same content makes the same archive,
 * whenever and wherever it is packed: times and owners are left out. May be read by many threads.
 */
public final class BundleFile implements AutoCloseable {
  private static final int EXECUTABLE = 0_755;
  private static final int PLAIN = 0_644;
  private static final int BUFFER = 1 << 16;

  /** Of a file that has no name any more: however this process ends, nothing of it is left. */
  private final FileChannel archive;

  private final Shipped shipped;
  private final List<Path> jars;

  private BundleFile(FileChannel archive, Shipped shipped, List<Path> jars) {
    this.archive = archive;
    this.shipped = shipped;
    this.jars = List.copyOf(jars);
  }

  /**
   * Packs files, and the contents of folders.
   *
   * @param paths at least one
   * @throws GridException if one is not there or cannot be read, or two have the same name
   */
  public static BundleFile pack(List<Path> paths) throws GridException {
    ShippedPaths entries = new ShippedPaths();
    List<String> names = new ArrayList<>();
    List<Path> jars = new ArrayList<>();
    for (Path path : paths) {
      String name = entries.add(path);
      names.add(name);
      if (name.endsWith(".jar")) {
        jars.add(path);
      }
    }
    try {
      FileChannel archive = nameless();
      try {
        String id = write(entries, archive);
        return new BundleFile(archive, new Shipped(id, archive.size(), names), jars);
      } catch (IOException | RuntimeException e) {
        archive.close();
        throw e;
      }
    } catch (IOException e) {
      throw new GridException("--ship: " + Reason.of(e), e);
    }
  }

  private static FileChannel nameless() throws IOException {
    Path file = Files.createTempFile("taskgrid-ship-", ".tar");
    try {
      return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } finally {
      Files.delete(file);
    }
  }

  /** What the job's options say of it. */
  public Shipped shipped() {
    return shipped;
  }

  /** Those of the files that may have functions in them, where they were packed from. */
  public List<Path> jars() {
    return jars;
  }

  /**
   * A piece of the archive.
   *
   * @param offset from 0 to its size
   * @param most bytes
   * @throws IOException if it cannot be read (any more)
   */
  public byte[] piece(long offset, int most) throws IOException {
    return Pieces.read(archive, offset, most);
  }

  /** Returns the SHA-256 of the archive. */
  private static String write(ShippedPaths entries, FileChannel archive) throws IOException {
    MessageDigest digest = Pieces.digest();
    OutputStream file = Channels.newOutputStream(archive);
    OutputStream digested = new BufferedOutputStream(new DigestOutputStream(file, digest), BUFFER);
    // Not closed, for that would close the file.
    TarArchiveOutputStream tar = new TarArchiveOutputStream(digested, "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    for (Map.Entry<String, ShippedPaths.Source> entry : entries.byName().entrySet()) {
      add(entry.getKey(), entry.getValue(), tar);
    }
    tar.finish();
    tar.flush();
    digested.flush();
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(String name, ShippedPaths.Source source, TarArchiveOutputStream tar)
      throws IOException {
    Path path = source.path();
    TarArchiveEntry entry;
    switch (source.kind()) {
      case FOLDER -> {
        entry = new TarArchiveEntry(name + "/");
        entry.setMode(EXECUTABLE);
      }
      case LINK -> {
        entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(Files.readSymbolicLink(path).toString());
        entry.setMode(EXECUTABLE);
      }
      default -> {
        entry = new TarArchiveEntry(name);
        entry.setMode(Files.isExecutable(path) ? EXECUTABLE : PLAIN);
        entry.setSize(Files.size(path));
      }
    }
    entry.setModTime(0);
    entry.setIds(0, 0);
    entry.setNames("", "");
    try {
      tar.putArchiveEntry(entry);
      if (source.kind() == ShippedPaths.Kind.FILE) {
        Files.copy(path, tar);
      }
      tar.closeArchiveEntry();
    } catch (IOException e) {
      throw new IOException(path + ": " + Reason.of(e), e);
    }
  }

  /** Deletes the archive. */
  @Override
  public void close() {
    try {
      archive.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
