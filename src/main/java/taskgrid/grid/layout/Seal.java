package taskgrid.grid.layout;

import java.util.zip.CRC32C;

/** What every stored layout begins and ends with: a version byte and a checksum. */
final class Seal {
  /** The layout version that this program writes and the only one that it reads. */
  static final int VERSION = 1;

  static final int CHECKSUM_BYTES = Integer.BYTES;

  private Seal() {}

  /**
   * A writer for what begins with the given head and has so many bytes behind it. Large values are
   * copied into it once: it is just as long as what {@link #close} answers.
   */
  static ByteWriter begin(ByteWriter head, long behind) {
    int length = Math.toIntExact(head.size() + behind + CHECKSUM_BYTES);
    return new ByteWriter(length).raw(head.buffer(), 0, head.size());
  }

  /** Appends the checksum of all that was written; answers the finished bytes. */
  static byte[] close(ByteWriter writer) {
    return writer.fixed32(checksum(writer.buffer(), writer.size())).finish();
  }

  /** A reader of what lies between version and checksum, both of which are in order. */
  static ByteReader open(byte[] bytes, String what) {
    ByteReader reader = openUnchecked(bytes, what);
    int end = bytes.length - CHECKSUM_BYTES;
    int stored = (int) ByteWriter.INT.get(bytes, end);
    int actual = checksum(bytes, end);
    if (stored != actual) {
      throw new LayoutException(
          String.format("%s is corrupt: checksum %08x, expected %08x", what, actual, stored));
    }
    return reader;
  }

  /** As {@link #open}, but believes the checksum. */
  static ByteReader openUnchecked(byte[] bytes, String what) {
    if (bytes.length <= CHECKSUM_BYTES) {
      throw new LayoutException(what + " is cut short: " + bytes.length + " bytes are too few");
    }
    int version = bytes[0] & 0xFF;
    if (version != VERSION) {
      throw new LayoutException(
          what + " layout version " + version + " is not known, this is version " + VERSION);
    }
    return new ByteReader(bytes, 1, bytes.length - CHECKSUM_BYTES, what);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
