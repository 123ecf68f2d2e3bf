package taskgrid.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import taskgrid.cli.terminal.Talk;

/** A shell to type commands into, on a machine of the test's making. */
final class Shell {
  static final long PATIENCE_SECONDS = 30;

  final FakeTime time = new FakeTime();
  final FakeJob job;
  final FakeGrids grids;
  final FakeSignals signals = new FakeSignals();
  final Map<String, String> environment = new HashMap<>();
  final Path home;
  int poolThreads = 2;
  boolean terminal;
  String typed = "";
  OutputStream brokenOut;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** What a command left. */
  record Ran(int code, String out, String err) {}

  Shell(Path home) {
    this(home, "k3f9a2");
  }

  /**
   * @param job its id
   */
  Shell(Path home, String job) {
    this.home = home;
    this.job = new FakeJob(job, time);
    this.grids = new FakeGrids(this.job);
  }

  Ran run(String... words) {
    out.reset();
    err.reset();
    int code = new CommandTree(surroundings()).run(words);
    return new Ran(code, out(), err());
  }

  /** Runs it on a thread of its own. */
  CompletableFuture<Ran> start(String... words) {
    return CompletableFuture.supplyAsync(() -> run(words), task -> new Thread(task).start());
  }

  static Ran ended(CompletableFuture<Ran> running) throws Exception {
    return running.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  String out() {
    return out.toString(UTF_8);
  }

  byte[] outBytes() {
    return out.toByteArray();
  }

  String err() {
    return err.toString(UTF_8);
  }

  Path write(String name, String text) throws Exception {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Surroundings surroundings() {
    InputStream in = new ByteArrayInputStream(typed.getBytes(UTF_8));
    OutputStream sink = brokenOut == null ? out : brokenOut;
    Talk talk = new Talk(new PrintStream(err, true, UTF_8));
    Console console = new Console(in, sink, talk, false, terminal);
    Machine machine = new Machine(environment, home, 2, poolThreads, signals);
    return new Surroundings(console, machine, time.timing(), grids, new BuiltInLanguage());
  }
}
