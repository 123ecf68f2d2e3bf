package taskgrid.cli;

import java.util.ArrayList;
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

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a shell may complete. No lambda here: Java 17 crashes on such a one from its archive. */
  static final class Words extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    Words() {
      for (OutputStyle style : OutputStyle.values()) {
        add(style.word());
      }
    }
  }

  /** The values of {@code --output}. */
  static final class Converter implements ITypeConverter<OutputStyle> {
    @Override
    public OutputStyle convert(String text) {
      for (OutputStyle style : OutputStyle.values()) {
        if (style.word().equals(text)) {
          return style;
        }
      }
      throw new TypeConversionException("'" + text + "' is not table, json or quiet");
    }
  }
}
