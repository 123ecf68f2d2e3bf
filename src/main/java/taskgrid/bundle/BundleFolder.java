package taskgrid.bundle;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.Bundles;
import taskgrid.task.Shipped;

/**
 * A member's folder of shipped files: of each archive the archive itself, for members that come
 * later, and beside it what is in it. An archive is visible when it is whole and unpacked, by one
 * rename.
 */
public final class BundleFolder implements Bundles, AutoCloseable {
  private static final Logger LOG = LogManager.getLogger(BundleFolder.class);
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  private final Supplier<Path> where;

  /** Guarded by this, which is held while files are written. */
  private final Map<String, Archive> archives = new HashMap<>();

  /** Why the last try to get an archive failed. */
  private final Map<String, String> troubles = new ConcurrentHashMap<>();

  private volatile Set<String> ready = Set.of();
  private final Object rootLock = new Object();

  /** Null until it is needed. */
  private volatile @Nullable Path root;

  /** An archive that is here, or comes. */
  private static final class Archive {
    private final Set<String> jobs = new HashSet<>();
    private final MessageDigest digest = Pieces.digest();
    private long received;
  }

  /**
   * @param where the folder, which is asked for when it is first needed; what is in it goes
   */
  public BundleFolder(Supplier<Path> where) {
    this.where = where;
  }

  @Override
  public Set<String> ready() {
    return ready;
  }

  /** Where the files of a bundle are that is ready. */
  public Path folder(String id) {
    return root().resolve(id);
  }

  @Override
  public synchronized long write(String job, Shipped bundle, long offset, byte[] piece)
      throws IOException {
    String id = bundle.id();
    if (!ID.matcher(id).matches()) {
      throw new IOException("\"" + id + "\" is no SHA-256");
    }
    Archive archive = archives.computeIfAbsent(id, same -> new Archive());
    archive.jobs.add(job);
    if (ready.contains(id)) {
      return bundle.size();
    }
    if (offset != archive.received) {
      return archive.received;
    }
    try {
      write(bundle, archive, piece);
      troubles.remove(id);
      return archive.received;
    } catch (IOException e) {
      archive.received = 0;
      archive.digest.reset();
      delete(id);
      String reason = Reason.of(e);
      troubles.put(id, reason);
      throw new IOException(reason, e);
    }
  }

  private void write(Shipped bundle, Archive archive, byte[] piece) throws IOException {
    Path part = root().resolve(bundle.id() + ".part");
    long end = archive.received + piece.length;
    if (end > bundle.size()) {
      throw new IOException("more than the %d bytes of its archive".formatted(bundle.size()));
    }
    StandardOpenOption how =
        archive.received == 0 ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND;
    try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE, how)) {
      out.write(piece);
    }
    archive.digest.update(piece);
    archive.received = end;
    if (end == bundle.size()) {
      finish(bundle.id(), archive, part);
    }
  }

  private void finish(String id, Archive archive, Path part) throws IOException {
    if (!HexFormat.of().formatHex(archive.digest.digest()).equals(id)) {
      throw new IOException("what has come is not what was sent");
    }
    Path raw = root().resolve(id + ".raw");
    remove(raw);
    Unpacking.unpack(part, raw);
    Files.move(part, tar(id));
    Files.move(raw, folder(id));
    setReady(id, true);
  }

  private void setReady(String id, boolean is) {
    Set<String> now = new HashSet<>(ready);
    if (is) {
      now.add(id);
    } else {
      now.remove(id);
    }
    ready = Set.copyOf(now);
  }

  private Path tar(String id) {
    return root().resolve(id + ".tar");
  }

  @Override
  public byte @Nullable [] read(String id, long offset, int most) throws IOException {
    if (!ready.contains(id)) {
      return null;
    }
    try {
      return Pieces.read(tar(id), offset, most);
    } catch (NoSuchFileException e) {
      // No job needs it any more.
      return null;
    }
  }

  @Override
  public @Nullable String trouble(String id) {
    return troubles.get(id);
  }

  @Override
  public synchronized void use(String job, String id) {
    Archive archive = archives.get(id);
    if (archive != null) {
      archive.jobs.add(job);
    }
  }

  @Override
  public synchronized void forget(String job) {
    for (String id : List.copyOf(archives.keySet())) {
      Archive archive = archives.get(id);
      if (archive != null && archive.jobs.remove(job) && archive.jobs.isEmpty()) {
        archives.remove(id);
        setReady(id, false);
        delete(id);
        troubles.remove(id);
      }
    }
  }

  @Override
  public synchronized List<String> jobs() {
    return archives.values().stream().flatMap(archive -> archive.jobs.stream()).distinct().toList();
  }

  private Path root() {
    Path known = root;
    if (known != null) {
      return known;
    }
    synchronized (rootLock) {
      Path folder = root;
      if (folder == null) {
        folder = where.get().toAbsolutePath();
        makeEmpty(folder);
        root = folder;
      }
      return folder;
    }
  }

  /** Of what an earlier member has left nobody knows whether it is whole, and who needs it. */
  private static void makeEmpty(Path folder) {
    remove(folder);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      // Whoever writes there is told why.
      LOG.debug("{} cannot be made: {}", folder, e.toString());
    }
  }

  private void delete(String id) {
    for (String ending : List.of(".part", ".raw", ".tar", "")) {
      remove(root().resolve(id + ending));
    }
  }

  private static void remove(Path path) {
    try {
      Files.walkFileTree(path, new Removal());
    } catch (NoSuchFileException e) {
      // There is nothing to remove.
      return;
    } catch (IOException e) {
      LOG.warn("{} stays behind: {}", path, e.toString());
    }
  }

  /** Removes a folder with all that is in it; a link itself, not what it leads to. */
  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }

  /** Removes all files. */
  @Override
  public synchronized void close() {
    ready = Set.of();
    archives.clear();
    Path folder = root;
    if (folder != null) {
      remove(folder);
    }
  }
}
