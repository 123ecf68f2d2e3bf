package taskgrid.cli.values;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A whole number from 1. */
public final class CountValue implements ITypeConverter<Integer> {
  private static final int MOST = 1_000_000;

  @Override
  public Integer convert(String text) {
    return between(1, MOST, text);
  }

  static int between(int least, int most, String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notOne) {
      // Said below, as for a number out of range.
    }
    throw new TypeConversionException(
        "'" + text + "' is not a whole number from " + least + " to " + most);
  }
}
