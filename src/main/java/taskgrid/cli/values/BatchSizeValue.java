package taskgrid.cli.values;

import picocli.CommandLine.ITypeConverter;

/** How many tasks may travel together. */
public final class BatchSizeValue implements ITypeConverter<Integer> {
  private static final int MOST = 4096;

  @Override
  public Integer convert(String text) {
    return CountValue.between(1, MOST, text);
  }
}
