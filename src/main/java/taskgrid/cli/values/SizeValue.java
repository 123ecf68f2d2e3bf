package taskgrid.cli.values;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import taskgrid.function.Sizes;

/** A number of bytes: {@code 65536}, {@code 64k}, {@code 16MiB}, {@code 1g}; units of 1024. */
public final class SizeValue implements ITypeConverter<Integer> {
  /** What one array can hold in every JVM. */
  private static final long LARGEST = Integer.MAX_VALUE - 8;

  @Override
  public Integer convert(String text) {
    long bytes = parse(text);
    if (bytes < 1 || bytes > LARGEST) {
      throw new TypeConversionException("'" + text + "' is not between 1 and 2047MiB");
    }
    return (int) bytes;
  }

  private static long parse(String text) {
    try {
      return Sizes.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
