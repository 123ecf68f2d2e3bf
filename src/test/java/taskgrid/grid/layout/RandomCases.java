package taskgrid.grid.layout;

import java.util.Random;

/** Runs a property with many seeds and names the seed that broke it. */
final class RandomCases {
  private RandomCases() {}

  /** A property that holds for whatever the random numbers bring. */
  interface Property {
    void check(Random random);
  }

  static void check(int cases, Property property) {
    for (long seed = 1; seed <= cases; seed++) {
      try {
        property.check(new Random(seed));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("with seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  /** Any bytes but line feeds. */
  static byte[] line(Random random, int longest) {
    byte[] line = bytes(random, longest);
    for (int i = 0; i < line.length; i++) {
      if (line[i] == '\n') {
        line[i] = '\r';
      }
    }
    return line;
  }

  /** Any bytes, often none. */
  static byte[] bytes(Random random, int longest) {
    byte[] bytes = new byte[random.nextInt(5) == 0 ? 0 : random.nextInt(longest + 1)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A number of any magnitude, from 0 up. */
  static long magnitude(Random random, int bits) {
    return random.nextLong() >>> (Long.SIZE - 1 - random.nextInt(bits));
  }
}
