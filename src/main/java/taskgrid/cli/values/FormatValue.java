package taskgrid.cli.values;

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
}
