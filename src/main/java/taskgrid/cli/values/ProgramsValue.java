package taskgrid.cli.values;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import taskgrid.program.AllowedPrograms;

/** {@code PROGRAM,...}; nothing or {@code true} = any command, {@code false} = none. */
public final class ProgramsValue implements ITypeConverter<ProgramsValue.Programs> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_+./@%:-]+");

  /** What is allowed, and how it was written. */
  public record Programs(String text, boolean none, AllowedPrograms allowed) {
    @Override
    public String toString() {
      return text;
    }
  }

  @Override
  public Programs convert(String text) {
    if (text.isEmpty() || text.equals("true")) {
      return new Programs("true", false, AllowedPrograms.ALL);
    }
    if (text.equals("false")) {
      return new Programs(text, true, AllowedPrograms.ALL);
    }
    List<String> names = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    for (String name : names) {
      if (!NAME.matcher(name).matches()) {
        throw new TypeConversionException(
            "'" + text + "' is not a list of programs, as in gzip,python3");
      }
    }
    return new Programs(text, false, AllowedPrograms.of(names));
  }
}
