package taskgrid.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ForkJoinPool;
import taskgrid.cli.terminal.ProcessSignals;
import taskgrid.cli.terminal.Talk;
import taskgrid.cli.terminal.Terminal;

/** Where every launcher enters. */
public final class Main {
  private Main() {}

  public static void main(String[] words) {
    // Before the first class that logs.
    Logs.choose(words);
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
