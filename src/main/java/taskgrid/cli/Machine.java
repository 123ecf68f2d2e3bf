package taskgrid.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import taskgrid.cli.terminal.Signals;

/**
 * What this process runs on.
 *
 * @param home the folder above {@code bin}, where {@code config} and {@code data} are
 * @param cores processors that Java sees
 * @param poolThreads threads of Java's common pool, on which Hazelcast's callbacks run
 */
record Machine(
    Map<String, String> environment, Path home, int cores, int poolThreads, Signals signals) {

  Path config() {
    return home.resolve("config");
  }

  /** The host table that is used if none is named; null if there is none. */
  @Nullable Path usualHostTable() {
    Path table = config().resolve("hosts.txt");
    return Files.exists(table) ? table : null;
  }
}
