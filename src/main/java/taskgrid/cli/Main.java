package taskgrid.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import taskgrid.cli.terminal.ProcessSignals;
import taskgrid.cli.terminal.Talk;
import taskgrid.cli.terminal.Terminal;

/** Where every launcher enters. */
public final class Main {
  private Main() {}

  public static void main(String[] words) {
    if (List.of(words).contains("--debug")) {
      // Before the first class that logs: config/log4j2.xml and the connection ask for these.
      System.setProperty("taskgrid.debug", "true");
      System.setProperty("taskgrid.log.traces", "full");
      System.setProperty("taskgrid.log.level", "DEBUG");
    } else if (words.length == 0 || !words[0].equals("member")) {
      // A submitter says what happens in its own words, and starts faster without a logger.
      System.setProperty("hazelcast.logging.type", "none");
    }
    OutputStream out =
        new StandardOutput(
            new FileOutputStream(FileDescriptor.out),
            () -> Terminal.isPipe(Terminal.STANDARD_OUTPUT));
    PrintStream err = standardError();
    // Results and answers own standard output: what a library prints goes to standard error.
    System.setOut(err);
    System.setErr(err);
    System.exit(new CommandTree(surroundings(out, err)).run(words));
  }

  private static Surroundings surroundings(OutputStream out, PrintStream err) {
    Console console =
        new Console(
            System.in,
            out,
            new Talk(err),
            Terminal.isTerminal(Terminal.STANDARD_OUTPUT),
            Terminal.isTerminal(Terminal.STANDARD_ERROR));
    Machine machine =
        new Machine(
            System.getenv(),
            Path.of(System.getProperty("taskgrid.home", ".")),
            Runtime.getRuntime().availableProcessors(),
            ForkJoinPool.getCommonPoolParallelism(),
            new ProcessSignals());
    return new Surroundings(
        console, machine, Timing.real(), new TaskgridGrids(), new BuiltInLanguage());
  }

  /** UTF-8 whatever the locale; buffered, so that a line is written as a whole. */
  private static PrintStream standardError() {
    OutputStream buffered = new BufferedOutputStream(new FileOutputStream(FileDescriptor.err));
    return new PrintStream(buffered, true, StandardCharsets.UTF_8);
  }
}
