package taskgrid.cli.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Which streams of this process are a terminal, and how wide it is. */
public final class Terminal {
  public static final int STANDARD_OUTPUT = 1;
  public static final int STANDARD_ERROR = 2;

  private static final int USUAL_WIDTH = 80;

  private Terminal() {}

  /** Java tells this only of input and output together; the kernel tells it of each stream. */
  public static boolean isTerminal(int descriptor) {
    String target = target(descriptor);
    return target.isEmpty()
        ? System.console() != null
        : target.startsWith("/dev/pts/")
            || target.startsWith("/dev/tty")
            || target.equals("/dev/console");
  }

  /** Whether there is a reader at the other end, who may leave. */
  public static boolean isPipe(int descriptor) {
    String target = target(descriptor);
    return target.startsWith("pipe:") || target.startsWith("socket:");
  }

  /** What the kernel calls this stream; empty if it does not say. */
  private static String target(int descriptor) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
    } catch (IOException | UnsupportedOperationException noSuchKernel) {
      return "";
    }
  }

  /** Columns of the terminal, 80 if nobody knows. */
  public static int width(Map<String, String> environment) {
    int columns = positive(environment.getOrDefault("COLUMNS", ""));
    return columns > 0 ? columns : askedWidth();
  }

  private static int askedWidth() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size").redirectInput(Path.of("/dev/tty").toFile()).start();
      String answer =
          new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).trim();
      int columns = positive(answer.substring(answer.indexOf(' ') + 1));
      return columns > 0 ? columns : USUAL_WIDTH;
    } catch (IOException noTerminal) {
      return USUAL_WIDTH;
    }
  }

  private static int positive(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException notKnown) {
      return 0;
    }
  }
}
