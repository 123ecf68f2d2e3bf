package taskgrid.bundle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Archives in pieces. */
final class Pieces {
  private Pieces() {}

  /** What names an archive by its content. */
  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** At most so many bytes from there on; fewer only at the end of the file. */
  static byte[] read(Path file, long offset, int most) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return read(channel, offset, most);
    }
  }

  /** The same of an open file; by any thread. */
  static byte[] read(FileChannel file, long offset, int most) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(most);
    while (piece.hasRemaining()) {
      int n = file.read(piece, offset + piece.position());
      if (n < 0) {
        break;
      }
    }
    return piece.hasRemaining() ? Arrays.copyOf(piece.array(), piece.position()) : piece.array();
  }
}
