package taskgrid.cli.values;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A regular expression, as it was written. */
public final class RegexValue implements ITypeConverter<String> {
  @Override
  public String convert(String text) {
    try {
      if (Pattern.compile(text).matcher("").matches()) {
        throw new TypeConversionException("'" + text + "' divides a line into nothing");
      }
      return text;
    } catch (PatternSyntaxException e) {
      throw new TypeConversionException(
          "'" + text + "' is not a regular expression: " + e.getDescription());
    }
  }
}
