package taskgrid.cli.values;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A heap size as Java takes it: {@code 512m}, {@code 2g}. */
public final class MemoryValue implements ITypeConverter<String> {
  private static final Pattern MEMORY = Pattern.compile("[1-9]\\d{0,14}[kKmMgGtT]?");

  @Override
  public String convert(String text) {
    if (!MEMORY.matcher(text).matches()) {
      throw new TypeConversionException("'" + text + "' is not a heap size such as 512m or 2g");
    }
    return text;
  }
}
