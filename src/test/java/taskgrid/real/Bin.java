package taskgrid.real;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Starts the launchers of bin/, and kills what still runs of them at close. */
final class Bin implements AutoCloseable {
  static final Path HOME = Path.of(System.getProperty("taskgrid.home"));
  static final Path EXAMPLES = HOME.resolve("src/examples");

  /** What runs in this JVM's tests, so that nothing outlives a test run that is interrupted. */
  private static final Set<Launched> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Launched::kill)));
  }

  private final Set<Launched> started = ConcurrentHashMap.newKeySet();
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> ofMembers = new HashMap<>();

  /** Sets an environment variable of what is started from now on. */
  Bin with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** The same, of members alone. */
  void withForMembers(String name, String value) {
    ofMembers.put(name, value);
  }

  Launched submit(String... arguments) throws IOException {
    return start(launcher("submit.sh", arguments));
  }

  Launched member(String... arguments) throws IOException {
    ProcessBuilder builder = launcher("member.sh", arguments);
    builder.environment().putAll(ofMembers);
    return start(builder);
  }

  Launched taskgrid(String... arguments) throws IOException {
    return start(launcher("taskgrid", arguments));
  }

  /** Starts what stands in front of a launcher, as `sh -c SCRIPT`, with bin/ on the path. */
  Launched script(String script) throws IOException {
    return start(builder(List.of("bash", "-c", script)));
  }

  private ProcessBuilder launcher(String name, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(HOME.resolve("bin").resolve(name).toString());
    command.addAll(Arrays.asList(arguments));
    return builder(command);
  }

  /** Starts what a builder describes; for other ways to run a launcher. */
  Launched start(ProcessBuilder builder) throws IOException {
    long began = System.nanoTime();
    return adopt(new Launched(builder.command(), builder.start(), began));
  }

  /** Takes charge of what somebody else started. */
  Launched adopt(Launched launched) {
    RUNNING.add(launched);
    started.add(launched);
    return launched;
  }

  ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(HOME.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("TASKGRID_"));
    builder
        .environment()
        .merge(
            "PATH", HOME.resolve("bin").toString(), (path, bin) -> bin + File.pathSeparator + path);
    builder.environment().putAll(environment);
    return builder;
  }

  @Override
  public void close() {
    started.forEach(Launched::kill);
    RUNNING.removeAll(started);
    started.clear();
  }
}
