package taskgrid.cli;

import java.util.List;

/** Something that cannot be done as asked; each line says what, where and what to do. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  Refused(String line) {
    super(line, null, false, false);
  }

  Refused(List<String> lines) {
    this(String.join("\n", lines));
  }

  static Refused notBuiltYet(String what) {
    return new Refused(what + " is not built yet");
  }
}
