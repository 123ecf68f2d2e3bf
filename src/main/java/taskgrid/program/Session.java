package taskgrid.program;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How this member starts a shell. */
final class Session {
  /** In a session of its own, so that Ctrl-C at the member's terminal is not for its commands. */
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private Session() {}

  /** A builder of {@code /bin/sh} with these arguments. */
  static ProcessBuilder shell(String... arguments) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      command.add(SETSID.toString());
    }
    command.add("/bin/sh");
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  /** The same where a job wants it. */
  static ProcessBuilder shell(Surroundings surroundings, String guard, String... arguments) {
    ProcessBuilder builder = shell(arguments);
    if (surroundings.folder() != null) {
      builder.directory(surroundings.folder().toFile());
    }
    builder.environment().putAll(surroundings.environment());
    builder.environment().put(OrphanGuard.VARIABLE, guard);
    return builder;
  }
}
