package taskgrid.cli.values;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A cluster's name: no blanks, for it stands in lines that scripts split. */
public final class ClusterValue implements ITypeConverter<String> {
  private static final Pattern NAME = Pattern.compile("[^\\s\\p{Cntrl}]{1,100}");

  @Override
  public String convert(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new TypeConversionException("'" + text + "' is not a name without blanks");
    }
    return text;
  }
}
