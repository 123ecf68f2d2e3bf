package taskgrid.cli;

import java.io.IOException;

/** Nobody reads standard output any more, as after {@code | head}. */
final class ClosedPipe extends IOException {
  private static final long serialVersionUID = 1;

  ClosedPipe(IOException cause) {
    super("closed pipe", cause);
  }
}
