package taskgrid.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How a command shows what it found. */
enum OutputStyle {
  /** For people. */
  TABLE,
  /** One value with stable keys. */
  JSON,
  /** Only what a script needs to go on. */
  QUIET;

  /** The values of {@code --output}. */
  static final class Converter implements ITypeConverter<OutputStyle> {
    @Override
    public OutputStyle convert(String text) {
      for (OutputStyle style : OutputStyle.values()) {
        if (style.name().toLowerCase(Locale.ROOT).equals(text)) {
          return style;
        }
      }
      throw new TypeConversionException("'" + text + "' is not table, json or quiet");
    }
  }
}
