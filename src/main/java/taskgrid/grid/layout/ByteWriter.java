package taskgrid.grid.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Appends numbers, strings and bytes to a buffer that grows; what ByteReader reads. */
public final class ByteWriter {
  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Some virtual machines cannot make longer arrays. */
  private static final int LONGEST = Integer.MAX_VALUE - 8;

  private static final int LONGEST_VARINT = 10;

  /** A buffer that has grown beyond this is not kept for the next. */
  private static final int MOST_KEPT = 1 << 20;

  private byte[] buffer;
  private int size;

  public ByteWriter() {
    this(64);
  }

  public ByteWriter(int capacity) {
    buffer = new byte[Math.max(capacity, LONGEST_VARINT)];
  }

  /** The low eight bits of a number. */
  public ByteWriter u8(int value) {
    ensure(1);
    buffer[size++] = (byte) value;
    return this;
  }

  /** Seven bits a byte, lowest first; small numbers are short, negative ones take ten bytes. */
  public ByteWriter varint(long value) {
    ensure(LONGEST_VARINT);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      buffer[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[size++] = (byte) rest;
    return this;
  }

  /** A varint in which numbers near zero are short on either side of it. */
  public ByteWriter zigzag(long value) {
    return varint((value << 1) ^ (value >> 63));
  }

  public ByteWriter fixed32(int value) {
    ensure(Integer.BYTES);
    INT.set(buffer, size, value);
    size += Integer.BYTES;
    return this;
  }

  public ByteWriter fixed64(long value) {
    ensure(Long.BYTES);
    LONG.set(buffer, size, value);
    size += Long.BYTES;
    return this;
  }

  /** UTF-8 behind its length plus one; null is zero. */
  public ByteWriter string(@Nullable String value) {
    if (value == null) {
      return varint(0);
    }
    byte[] utf8 = value.getBytes(UTF_8);
    return varint(utf8.length + 1L).raw(utf8, 0, utf8.length);
  }

  /** Bytes behind their length. */
  public ByteWriter bytes(byte[] value) {
    return bytes(value, 0, value.length);
  }

  /** Bytes behind their length. */
  public ByteWriter bytes(byte[] source, int offset, int length) {
    return varint(length).raw(source, offset, length);
  }

  /** Bytes without their length. */
  public ByteWriter raw(byte[] source, int offset, int length) {
    ensure(length);
    System.arraycopy(source, offset, buffer, size, length);
    size += length;
    return this;
  }

  public int size() {
    return size;
  }

  /** A copy of what was written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(buffer, size);
  }

  /** What was written, copied only if the buffer is longer; the writer is not used any more. */
  public byte[] finish() {
    return size == buffer.length ? buffer : toByteArray();
  }

  /** Forgets what was written and keeps the buffer, unless it has become very large. */
  public void reset() {
    size = 0;
    if (buffer.length > MOST_KEPT) {
      buffer = new byte[LONGEST_VARINT];
    }
  }

  /** How many bytes {@link #varint} takes for a number. */
  static int varintSize(long value) {
    return 1 + (Long.SIZE - 1 - Long.numberOfLeadingZeros(value | 1)) / 7;
  }

  /** The buffer itself, of which the first size() bytes count; for a copy to somewhere else. */
  byte[] buffer() {
    return buffer;
  }

  private void ensure(int more) {
    if (buffer.length - size < more) {
      grow(more);
    }
  }

  private void grow(int more) {
    long wanted = Math.max((long) size + more, 2L * buffer.length);
    if ((long) size + more > LONGEST) {
      throw new IllegalStateException("more than 2 GiB in one buffer");
    }
    buffer = Arrays.copyOf(buffer, (int) Math.min(wanted, LONGEST));
  }
}
