package taskgrid.cli;

import java.util.ArrayList;
import java.util.Locale;
import java.util.stream.Stream;
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

  /** What a shell may complete. */
  static final class Words extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    Words() {
      super(Stream.of(values()).map(OutputStyle::word).toList());
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
