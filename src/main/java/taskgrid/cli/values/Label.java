package taskgrid.cli.values;

/** What placement rules can ask a member for. */
public record Label(String key, String value) {
  @Override
  public String toString() {
    return key + "=" + value;
  }
}
