package taskgrid.cli.values;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code KEY=VALUE}, both without blanks. */
public final class LabelValue implements ITypeConverter<Label> {
  private static final Pattern LABEL = Pattern.compile("([A-Za-z][A-Za-z0-9_.-]*)=([^\\s,=]+)");

  @Override
  public Label convert(String text) {
    Matcher parts = LABEL.matcher(text.strip());
    if (!parts.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is not KEY=VALUE without blanks, as in gpu=yes");
    }
    return new Label(parts.group(1), parts.group(2));
  }
}
