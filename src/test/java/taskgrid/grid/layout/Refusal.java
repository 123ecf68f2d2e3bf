package taskgrid.grid.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;

/** What every reader of a layout must refuse, and how. */
final class Refusal {
  private Refusal() {}

  static void ofEveryTruncation(byte[] valid, Consumer<byte[]> reader) {
    for (int length = 0; length < valid.length; length++) {
      byte[] cut = Arrays.copyOf(valid, length);
      assertThatExceptionOfType(LayoutException.class)
          .as("cut to %s of %s bytes", length, valid.length)
          .isThrownBy(() -> reader.accept(cut));
    }
  }

  static void ofAnyChangedByte(byte[] valid, Consumer<byte[]> reader) {
    for (int i = 0; i < valid.length; i++) {
      byte[] changed = valid.clone();
      changed[i] ^= (byte) (1 << i % 8);
      assertThatExceptionOfType(LayoutException.class)
          .as("byte %s changed", i)
          .isThrownBy(() -> reader.accept(changed));
    }
  }

  static void ofAnotherVersion(byte[] valid, String what, Consumer<byte[]> reader) {
    byte[] newer = valid.clone();
    newer[0] = 9;
    assertThatExceptionOfType(LayoutException.class)
        .isThrownBy(() -> reader.accept(newer))
        .withMessage(what + " layout version 9 is not known, this is version 1");
  }

  /**
   * Garbage whose version and checksum are right, so that the reader gets as far as it can, is read
   * or refused, and costs no memory that its size does not explain.
   */
  static void ofGarbage(Random random, Consumer<byte[]> reader) {
    byte[] garbage = new byte[random.nextInt(300)];
    random.nextBytes(garbage);
    readOrRefuse(garbage, reader);
    ByteWriter sealed = new ByteWriter().u8(Seal.VERSION).u8(random.nextInt(4));
    for (int i = random.nextInt(20); i > 0; i--) {
      sealed.varint(RandomCases.magnitude(random, random.nextBoolean() ? 8 : 63));
    }
    sealed.raw(garbage, 0, garbage.length);
    readOrRefuse(Seal.close(sealed), reader);
  }

  /** As garbage, but beginning as something valid. */
  static void ofResealedDamage(Random random, byte[] valid, Consumer<byte[]> reader) {
    byte[] damaged = Arrays.copyOf(valid, valid.length - 4);
    for (int i = random.nextInt(3); i >= 0; i--) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
    }
    damaged[0] = Seal.VERSION;
    int length = random.nextInt(4) == 0 ? 1 + random.nextInt(damaged.length) : damaged.length;
    readOrRefuse(Seal.close(new ByteWriter().raw(damaged, 0, length)), reader);
  }

  private static void readOrRefuse(byte[] bytes, Consumer<byte[]> reader) {
    long allocated =
        allocatedBy(
            () -> {
              try {
                reader.accept(bytes);
              } catch (LayoutException refused) {
                assertThat(refused).hasMessageMatching("[a-z]+ .+");
              }
            });
    assertThat(allocated).as("bytes allocated").isLessThan(1 << 20);
  }

  /** How many bytes of memory a piece of work takes from the heap. */
  static long allocatedBy(Runnable work) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
