package taskgrid.cli;

import java.io.PrintStream;

/** Where every launcher enters. */
public final class Main {
  private static final int USAGE = 255;

  private Main() {}

  public static void main(String[] args) {
    int code = run(args, System.out, System.err);
    if (code != 0) {
      System.exit(code);
    }
  }

  static int run(String[] args, PrintStream out, PrintStream err) {
    if (args.length == 1 && args[0].equals("--version")) {
      out.println("taskgrid " + version());
      return 0;
    }
    err.println("taskgrid: not built yet: " + String.join(" ", args));
    return USAGE;
  }

  /** The version in the jar's manifest; classes that run from a folder have none. */
  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
