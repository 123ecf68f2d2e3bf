package taskgrid.program;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A process that outlives its member, however that ends, and then ends what it has left running. It
 * reads a pipe that nobody writes to: when the member is gone the pipe is at its end. Whose
 * environment has the member's mark is the member's; on systems without {@code /proc} nobody is.
 */
final class OrphanGuard {
  /** The variable that marks what a member runs. */
  static final String VARIABLE = "TASKGRID_GUARD";

  /** Ends with TERM, and a second later with KILL, twice for what was just starting something. */
  private static final String SCRIPT =
      """
      trap '' INT HUP TERM
      read -r line
      end() {
        for file in $(grep -ls "$mark" /proc/[0-9]*/environ 2>/dev/null); do
          process=${file#/proc/}
          kill -"$1" "${process%/environ}" 2>/dev/null
        done
      }
      mark=$1
      end TERM
      sleep 1
      end KILL
      end KILL
      """;

  private final String mark;
  private final Process process;

  private OrphanGuard(String mark, Process process) {
    this.mark = mark;
    this.process = process;
  }

  static OrphanGuard start() throws IOException {
    String mark = UUID.randomUUID().toString();
    ProcessBuilder builder = Session.shell("-c", SCRIPT, "taskgrid-guard", mark);
    builder.redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
    builder.directory(Path.of("/").toFile());
    return new OrphanGuard(mark, builder.start());
  }

  String mark() {
    return mark;
  }

  /** Whatever still runs is ended. */
  void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It is gone already.
    }
  }
}
