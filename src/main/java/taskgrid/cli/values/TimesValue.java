package taskgrid.cli.values;

import picocli.CommandLine.ITypeConverter;

/** How many times something may happen; 0 is a number too. */
public final class TimesValue implements ITypeConverter<Integer> {
  private static final int MOST = 1_000_000;

  @Override
  public Integer convert(String text) {
    return CountValue.between(0, MOST, text);
  }
}
