package taskgrid;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import taskgrid.task.GridException;

/** A member's own disk space, locked while the member runs. */
final class DataFolder {
  private final Path folder;
  private final FileChannel channel;

  private DataFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  static DataFolder lock(Path folder) throws GridException {
    Path file = folder.resolve("lock");
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new GridException(
            "data folder " + folder + " is in use by another member; name another with --data");
      }
      return new DataFolder(folder, channel);
    } catch (IOException e) {
      throw new GridException(
          "data folder "
              + folder
              + " cannot be used: "
              + reason(e)
              + "; name one that can be written with --data",
          e);
    }
  }

  Path folder() {
    return folder;
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "it is a file";
    }
    if (e instanceof FileSystemException f) {
      return f.getReason() == null ? "no folder can be made there" : f.getReason();
    }
    return String.valueOf(e.getMessage());
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  void release() {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock ends with the process at the latest.
      return;
    }
  }
}
