package taskgrid.cli.values;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code NAME=VALUE}; the value may be anything, also nothing. */
public final class VariableValue implements ITypeConverter<Variable> {
  private static final Pattern VARIABLE =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=(.*)", Pattern.DOTALL);

  @Override
  public Variable convert(String text) {
    Matcher parts = VARIABLE.matcher(text);
    if (!parts.matches()) {
      throw new TypeConversionException("'" + text + "' is not NAME=VALUE, as in LANG=C");
    }
    return new Variable(parts.group(1), parts.group(2));
  }
}
