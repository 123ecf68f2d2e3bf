package taskgrid.function;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an argument that must be so many integers with blanks between and around them. */
final class IntegerArguments {
  private IntegerArguments() {}

  /** The integers, exactly {@code count}; the message of a refusal names the function. */
  static List<BigInteger> read(String function, int count, byte[] argument) throws InvalidTask {
    List<BigInteger> numbers = new ArrayList<>(count);
    int end = argument.length;
    int from = Words.skipBlanks(argument, 0, end);
    while (from < end) {
      int to = Words.wordEnd(argument, from, end);
      BigInteger number = numbers.size() < count ? number(function, argument, from, to) : null;
      if (number == null) {
        throw refusal(function, count, argument);
      }
      numbers.add(number);
      from = Words.skipBlanks(argument, to, end);
    }
    if (numbers.size() != count) {
      throw refusal(function, count, argument);
    }
    return numbers;
  }

  /** What a chain binds to a function of two integers must be one. */
  static void requireBound(String function, byte[] bound) throws InvalidTask {
    read(function + " in a chain", 1, bound);
  }

  private static @Nullable BigInteger number(String function, byte[] argument, int from, int to)
      throws InvalidTask {
    if (IntegerText.isInteger(argument, from, to)
        && IntegerText.digits(argument, from, to) > IntegerText.MOST_DIGITS) {
      throw new InvalidTask(
          function + " takes integers of at most " + IntegerText.MOST_DIGITS + " digits");
    }
    return IntegerText.big(argument, from, to);
  }

  private static InvalidTask refusal(String function, int count, byte[] argument) {
    return new InvalidTask(
        "%s needs %s, got %s"
            .formatted(function, count == 1 ? "an integer" : "two integers", got(argument)));
  }

  /** The argument in quotes, or that there is none. */
  static String got(byte[] argument) {
    return argument.length == 0 ? "nothing" : Quote.bytes(argument);
  }
}
