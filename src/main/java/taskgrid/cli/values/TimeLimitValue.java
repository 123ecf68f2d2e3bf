package taskgrid.cli.values;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A duration in which something can be done. */
public final class TimeLimitValue implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    Duration limit = new DurationValue().convert(text);
    if (limit.isZero()) {
      throw new TypeConversionException("a time limit must be longer than 0");
    }
    return limit;
  }
}
