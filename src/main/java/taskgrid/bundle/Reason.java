package taskgrid.bundle;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;

/** Why something on a disk did not go, in words. */
final class Reason {
  private Reason() {}

  static String of(IOException e) {
    if (e instanceof AccessDeniedException denied) {
      return denied.getFile() + ": permission denied";
    }
    if (e instanceof NoSuchFileException gone) {
      return gone.getFile() + ": no such file";
    }
    if (e instanceof FileAlreadyExistsException twice) {
      return twice.getFile() + " is there twice";
    }
    if (e instanceof FileSystemLoopException loop) {
      return loop.getFile() + " leads back to itself";
    }
    if (e instanceof FileSystemException f && f.getReason() != null) {
      return f.getFile() == null ? f.getReason() : f.getFile() + ": " + f.getReason();
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
