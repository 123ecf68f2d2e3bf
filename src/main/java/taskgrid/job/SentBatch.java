package taskgrid.job;

import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;

/**
 * A batch that this submitter sent and that is not delivered yet: all that is needed to send the
 * same bytes again. All that changes belongs to the submitter's thread.
 */
final class SentBatch {
  /** What the submitter knows of a batch in the grid. */
  enum State {
    /** The grid has not said yet that it has it. */
    STORING,
    /** The grid has it, and has not finished it. */
    STORED,
    /** Its log is complete. */
    COMPLETE
  }

  final BatchKey key;
  final PackedBatch packed;
  final int checksum;

  /** How many bytes it has. */
  final int size;

  State state = State.STORING;

  /** Who owns it, as far as dealing knows; null while nobody does. */
  @Nullable UUID member;

  /** The bytes; null once stored, if they can be read again. */
  byte @Nullable [] bytes;

  /** Bytes of its log that are known so far. */
  long logBytes;

  /** When something was last heard of it, or done for it, in epoch milliseconds. */
  long heardMillis;

  /** How long to wait for news before the grid is asked whether it still has it. */
  long patienceMillis;

  /** Whether its tasks are counted as sent. */
  boolean counted;

  /** Whether the grid has been asked if it knows it, and has not answered. */
  boolean asked;

  SentBatch(BatchKey key, PackedBatch packed, byte[] bytes) {
    this.key = key;
    this.packed = packed;
    this.bytes = bytes;
    this.checksum = checksum(bytes);
    this.size = bytes.length;
  }

  /** Lets go of the bytes once the grid has them, unless there is no second source for them. */
  void releaseBytes() {
    if (packed.input().readableAgain()) {
      bytes = null;
    }
  }

  /** How many bytes are held for it. */
  int held() {
    byte[] b = bytes;
    return b == null ? 0 : b.length;
  }

  /** The fingerprint that the same lines have, when they are read again. */
  static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    return (int) crc.getValue();
  }
}
