package taskgrid.cli.values;

/** A variable of the environment. */
public record Variable(String name, String value) {
  @Override
  public String toString() {
    return name + "=" + value;
  }
}
