package taskgrid.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code completion}: a script that teaches a shell the commands and options. */
@Command(
    name = "completion",
    sortOptions = false,
    description = "Prints a script that completes commands and options in a shell.",
    footer = {
      "%nExamples:",
      "  source <(bin/taskgrid completion bash)",
      "  source <(bin/taskgrid completion zsh)"
    })
final class CompletionCommand implements Callable<Integer> {
  private static final List<String> SHELLS = List.of("bash", "zsh");

  private final Surroundings surroundings;
  private final Supplier<CommandLine> tree;

  @Parameters(
      paramLabel = "bash|zsh",
      completionCandidates = Shells.class,
      description = "The shell.")
  String shell = "";

  @Mixin final CommonOptions common = new CommonOptions();

  /**
   * @param tree all commands
   */
  CompletionCommand(Surroundings surroundings, Supplier<CommandLine> tree) {
    this.surroundings = surroundings;
    this.tree = tree;
  }

  @Override
  public Integer call() throws IOException {
    if (!SHELLS.contains(shell)) {
      throw UsageErrors.refuse("'" + OneLine.of(shell) + "' is not bash or zsh");
    }
    CommandLine all = tree.get();
    // One script does for both: it turns on zsh's support of bash completion by itself.
    String script =
        AutoComplete.bash("taskgrid", all)
            + AutoComplete.bash("submit.sh", commandOf(all, "submit"))
            + AutoComplete.bash("member.sh", commandOf(all, "member"));
    Display.lines(List.of(script), surroundings.console().out());
    return Exit.OK;
  }

  /** What a shell may complete. */
  static final class Shells extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    Shells() {
      super(SHELLS);
    }
  }

  private static CommandLine commandOf(CommandLine all, String name) {
    CommandLine command = all.getSubcommands().get(name);
    if (command == null) {
      throw new IllegalStateException("no command " + name);
    }
    return command;
  }
}
