package taskgrid.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import taskgrid.EmbeddedOptions;
import taskgrid.cli.values.CountValue;

/** The member inside the submitter, where there is no other. */
final class EmbeddedArguments {
  @Option(
      names = "--embedded",
      description = "Run the tasks inside this process, on no port that others reach.")
  boolean embedded;

  @Option(
      names = "--slots",
      paramLabel = "N",
      converter = CountValue.class,
      description = "When embedded: tasks that run at the same time (default: cores).")
  @Nullable Integer slots;

  @Option(
      names = "--host-table",
      paramLabel = "FILE",
      description = {
        "When embedded: the table behind host commands",
        "(default: config/hosts.txt if it exists)."
      })
  @Nullable Path hostTable;

  EmbeddedOptions options(Machine machine) {
    Path table = hostTable == null ? machine.usualHostTable() : hostTable;
    return new EmbeddedOptions(slots == null ? machine.cores() : slots, table);
  }

  void check() {
    checkHostTable(hostTable);
  }

  static void checkHostTable(@Nullable Path table) {
    if (table != null && !Files.isReadable(table)) {
      throw new Refused("--host-table: no such file: " + table);
    }
  }
}
