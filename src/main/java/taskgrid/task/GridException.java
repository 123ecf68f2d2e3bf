package taskgrid.task;

import java.util.Objects;

/** Something went wrong around the tasks, not in one; the message is one clear line for people. */
public final class GridException extends Exception {
  private static final long serialVersionUID = 1;

  public GridException(String message) {
    super(message);
  }

  public GridException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
