package taskgrid.cli.values;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import taskgrid.task.Halt;

/** When a job ends early, as in {@code soon,fail=3} and {@code now,fail=10%}. */
public final class HaltValue implements ITypeConverter<Halt> {
  @Override
  public Halt convert(String text) {
    try {
      return Halt.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /** What a shell may complete. No lambda here: Java 17 crashes on such a one from its archive. */
  public static final class Words extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    public Words() {
      super(List.of("now,fail=1", "soon,fail=1", "soon,fail=10%"));
    }
  }
}
