package taskgrid.function;

import java.math.BigInteger;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;

/**
 * Arithmetic on one or two integers of any size. With one, it stands on both sides: to double is to
 * add a number to itself.
 */
final class Calculation extends BuiltIn {
  private final int count;
  private final LongBinaryOperator exact;
  private final BinaryOperator<BigInteger> big;

  /**
   * @param count how many integers it takes, 1 or 2
   * @param exact the operation on longs, which throws ArithmeticException where it overflows
   * @param big the same on integers of any size
   */
  Calculation(String help, int count, LongBinaryOperator exact, BinaryOperator<BigInteger> big) {
    super(help);
    this.count = count;
    this.exact = exact;
    this.big = big;
  }

  @Override
  public byte[] applyBytes(byte[] input, TaskContext context) throws InvalidTask {
    return foresee(input);
  }

  /** The usual case touches no object but the value; all else, refusals too, takes the long way. */
  @Override
  byte[] foresee(byte[] argument) throws InvalidTask {
    int length = argument.length;
    int from = Words.skipBlanks(argument, 0, length);
    int to = Words.wordEnd(argument, from, length);
    long left = IntegerText.small(argument, from, to);
    long right = left;
    if (count == 2) {
      from = Words.skipBlanks(argument, to, length);
      to = Words.wordEnd(argument, from, length);
      right = IntegerText.small(argument, from, to);
    }
    if (left != IntegerText.NOT_SMALL
        && right != IntegerText.NOT_SMALL
        && Words.skipBlanks(argument, to, length) == length) {
      try {
        return IntegerText.write(exact.applyAsLong(left, right));
      } catch (ArithmeticException overflow) {
        return big(argument);
      }
    }
    return big(argument);
  }

  private byte[] big(byte[] argument) throws InvalidTask {
    List<BigInteger> numbers = IntegerArguments.read(name(), count, argument);
    return IntegerText.write(big.apply(numbers.get(0), numbers.get(count - 1)));
  }

  /** The bound number stands on the right: what comes in is worked on. */
  @Override
  byte[] bind(byte[] bound, byte[] input) {
    return Words.join(input, bound);
  }

  @Override
  void checkBound(byte[] bound) throws InvalidTask {
    if (count == 1) {
      throw new InvalidTask(
          name() + " takes nothing but its input in a chain, got " + Quote.bytes(bound));
    }
    IntegerArguments.requireBound(name(), bound);
  }
}
