package taskgrid.grid.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads what ByteWriter wrote, and nothing beyond it: every length is compared with what is there
 * before a byte is touched or an array made.
 */
public final class ByteReader {
  private final byte[] bytes;
  private final String what;
  private int position;
  private int limit;

  public ByteReader(byte[] bytes) {
    this(bytes, 0, bytes.length, "message");
  }

  /**
   * @param to the end, exclusive
   * @param what is read, for messages
   */
  public ByteReader(byte[] bytes, int from, int to, String what) {
    Objects.checkFromToIndex(from, to, bytes.length);
    this.bytes = bytes;
    this.what = what;
    this.position = from;
    this.limit = to;
  }

  public int u8() {
    need(1);
    return bytes[position++] & 0xFF;
  }

  public long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      need(1);
      byte next = bytes[position++];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        if (shift == 63 && next > 1) {
          break;
        }
        return value;
      }
    }
    throw refuse("a number of more than 64 bits");
  }

  public long zigzag() {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  /** A varint that must lie between two numbers, both inclusive. */
  public int varint(int least, int most) {
    long value = varint();
    if (value < least || value > most) {
      throw refuse("number " + value + " is not between " + least + " and " + most);
    }
    return (int) value;
  }

  public int fixed32() {
    need(Integer.BYTES);
    int value = (int) ByteWriter.INT.get(bytes, position);
    position += Integer.BYTES;
    return value;
  }

  public long fixed64() {
    need(Long.BYTES);
    long value = (long) ByteWriter.LONG.get(bytes, position);
    position += Long.BYTES;
    return value;
  }

  public @Nullable String string() {
    long lengthPlusOne = varint();
    if (lengthPlusOne == 0) {
      return null;
    }
    int length = checked(lengthPlusOne - 1);
    String value = new String(bytes, position, length, UTF_8);
    position += length;
    return value;
  }

  /** A string that cannot be null. */
  public String text() {
    String value = string();
    if (value == null) {
      throw refuse("a text is missing");
    }
    return value;
  }

  /** A copy of bytes that lie behind their length. */
  public byte[] bytes() {
    int from = skipBytes();
    return Arrays.copyOfRange(bytes, from, position);
  }

  /** Reads a length and steps over so many bytes; answers where they begin. */
  public int skipBytes() {
    int length = checked(varint());
    int from = position;
    position += length;
    return from;
  }

  /** Steps over bytes whose length is known; answers where they begin. */
  public int skip(int length) {
    int from = position;
    position += checked(length);
    return from;
  }

  /** How many bytes are left. */
  public int remaining() {
    return limit - position;
  }

  /** The index of the next byte in the array. */
  public int position() {
    return position;
  }

  /** Refuses bytes behind the last thing that was expected. */
  public void end() {
    if (position != limit) {
      throw refuse(remaining() + " bytes too many");
    }
  }

  /** An exception that names what is read and how far it got. */
  public LayoutException refuse(String why) {
    return new LayoutException(what + " cannot be read at byte " + position + ": " + why);
  }

  /** The array itself. */
  byte[] array() {
    return bytes;
  }

  /** Moves to another part of the same array. */
  void move(int from, int to) {
    Objects.checkFromToIndex(from, to, bytes.length);
    position = from;
    limit = to;
  }

  private void need(int count) {
    if (limit - position < count) {
      throw cutShort(count);
    }
  }

  private int checked(long length) {
    if (length < 0 || length > limit - position) {
      throw cutShort(length);
    }
    return (int) length;
  }

  private LayoutException cutShort(long wanted) {
    return refuse(
        "cut short, " + Long.toUnsignedString(wanted) + " bytes wanted, " + remaining() + " there");
  }
}
