package taskgrid.cli.values;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import taskgrid.function.Durations;

/** Durations, written as in task lines: {@code 250ms}, {@code 5s}, {@code 1m30s}, {@code 2h}. */
public final class DurationValue implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
