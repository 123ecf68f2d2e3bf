package taskgrid.function;

import java.util.Objects;

/** A task that can never be run; the message says why. It ends as failed of kind invalid. */
public final class InvalidTask extends Exception {
  private static final long serialVersionUID = 1;

  public InvalidTask(String message) {
    super(message, null, false, false);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
