package taskgrid.grid.layout;

/** Bytes that are not what they should be: cut short, corrupt, or of another version. */
public final class LayoutException extends RuntimeException {
  public LayoutException(String message) {
    super(message);
  }
}
