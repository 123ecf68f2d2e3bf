package taskgrid.function;

import java.math.BigInteger;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Answers a random integer between two others, both included. */
final class RandomInteger extends BuiltIn {
  /** Each slot asks for a generator of its own thread. */
  private final Supplier<? extends RandomGenerator> random;

  RandomInteger(Supplier<? extends RandomGenerator> random) {
    super("random MIN MAX: a random integer from MIN to MAX, both included");
    this.random = random;
  }

  @Override
  public byte[] applyBytes(byte[] input, TaskContext context) throws InvalidTask {
    List<BigInteger> range = range(input);
    BigInteger min = range.get(0);
    BigInteger count = range.get(1).subtract(min).add(BigInteger.ONE);
    return IntegerText.write(min.add(below(count)));
  }

  private List<BigInteger> range(byte[] argument) throws InvalidTask {
    List<BigInteger> range = IntegerArguments.read(name(), 2, argument);
    if (range.get(0).compareTo(range.get(1)) > 0) {
      throw new InvalidTask(
          "random needs MIN not above MAX, got " + IntegerArguments.got(argument));
    }
    return range;
  }

  /** Draws as many bits as the bound has until they are below it: every number is as likely. */
  private BigInteger below(BigInteger bound) {
    RandomGenerator generator = random.get();
    byte[] bits = new byte[bound.bitLength() / 8 + 1];
    int surplus = 8 * bits.length - bound.bitLength();
    while (true) {
      generator.nextBytes(bits);
      BigInteger drawn = new BigInteger(1, bits).shiftRight(surplus);
      if (drawn.compareTo(bound) < 0) {
        return drawn;
      }
    }
  }

  @Override
  byte @Nullable [] foresee(byte[] argument) throws InvalidTask {
    range(argument);
    return null;
  }

  @Override
  void checkBound(byte[] bound) throws InvalidTask {
    IntegerArguments.requireBound(name(), bound);
  }
}
