package taskgrid.cli.values;

import java.util.ArrayList;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import taskgrid.cli.results.ResultFormat;

/** {@code text}, {@code jsonl} or {@code csv}. */
public final class FormatValue implements ITypeConverter<ResultFormat> {
  @Override
  public ResultFormat convert(String text) {
    for (ResultFormat format : ResultFormat.values()) {
      if (format.word().equals(text)) {
        return format;
      }
    }
    throw new TypeConversionException("'" + text + "' is not text, jsonl or csv");
  }

  /** What a shell may complete. No lambda here: Java 17 crashes on such a one from its archive. */
  public static final class Words extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    public Words() {
      for (ResultFormat format : ResultFormat.values()) {
        add(format.word());
      }
    }
  }
}
