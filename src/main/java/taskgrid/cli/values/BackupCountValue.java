package taskgrid.cli.values;

import picocli.CommandLine.ITypeConverter;

/** How many copies of everything members keep beside the first. */
public final class BackupCountValue implements ITypeConverter<Integer> {
  private static final int MOST = 6;

  @Override
  public Integer convert(String text) {
    return CountValue.between(1, MOST, text);
  }
}
