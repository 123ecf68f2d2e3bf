package taskgrid.cli.values;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import taskgrid.task.Where;

/** A rule over labels, as in {@code gpu == yes && zone != eu}. */
public final class WhereValue implements ITypeConverter<Where> {
  @Override
  public Where convert(String text) {
    try {
      return Where.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "'%s' is not a rule over labels, as in 'gpu == yes && zone != eu': %s"
              .formatted(text, e.getMessage()));
    }
  }
}
