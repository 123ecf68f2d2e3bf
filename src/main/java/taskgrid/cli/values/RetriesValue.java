package taskgrid.cli.values;

import picocli.CommandLine.ITypeConverter;

/** How many times a failed task is tried again. */
public final class RetriesValue implements ITypeConverter<Integer> {
  private static final int MOST = 1_000_000;

  @Override
  public Integer convert(String text) {
    return CountValue.between(0, MOST, text);
  }
}
