package taskgrid.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import taskgrid.cli.settings.Setting;
import taskgrid.cli.settings.Settings;

/** All commands, and how one of them is run. */
final class CommandTree {
  private static final int HELP_WIDTH = 80;

  private final Surroundings surroundings;
  private final Map<String, Supplier<CommandLine>> commands = new LinkedHashMap<>();
  private @Nullable Settings settings;

  CommandTree(Surroundings surroundings) {
    this.surroundings = surroundings;
    commands.put("member", this::member);
    commands.put("submit", this::submit);
    commands.put("job", this::job);
    commands.put("task", this::task);
    commands.put("function", this::function);
    commands.put("pipeline", this::pipeline);
    commands.put("config", () -> new CommandLine(new ConfigCommand(surroundings, this::effective)));
    commands.put("diagnose", () -> new CommandLine(new UnbuiltCommand()));
    commands.put(
        "completion", () -> new CommandLine(new CompletionCommand(surroundings, this::all)));
    commands.put("warm-up", () -> new CommandLine(new WarmUpCommand(surroundings)));
  }

  /** Runs the command that these words are; the exit code. */
  int run(String... words) {
    Errors errors = new Errors(surroundings.console(), words);
    try {
      CommandLine tree = configured(of(words), errors);
      if (!asksForHelp(words)) {
        Settings read = readSettings(words);
        settings = read;
        errors.learn(read);
        List<String> problems = read.problems(tree, this::all);
        if (!problems.isEmpty()) {
          throw new Refused(problems);
        }
        tree.setDefaultValueProvider(read);
      }
      return tree.execute(words);
    } catch (Exception e) {
      return errors.report(e);
    }
  }

  /** With every command. */
  CommandLine all() {
    CommandLine root = new CommandLine(new RootCommand());
    commands.forEach((name, command) -> root.addSubcommand(name, command.get()));
    return root;
  }

  /**
   * With the one command that is named, if one is: the others would cost a tenth of a second at
   * every start.
   */
  private CommandLine of(String[] words) {
    Supplier<CommandLine> named = words.length == 0 ? null : commands.get(words[0]);
    if (named == null) {
      return all();
    }
    return new CommandLine(new RootCommand()).addSubcommand(words[0], named.get());
  }

  private CommandLine configured(CommandLine tree, Errors errors) {
    shortenSynopsis(tree);
    return tree.setInterpolateVariables(false)
        .setExpandAtFiles(false)
        // The last one counts, so that a script can add options to those of a launcher.
        .setOverwrittenOptionsAllowed(true)
        .setUsageHelpWidth(HELP_WIDTH)
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setOut(new PrintWriter(surroundings.console().out(), true, StandardCharsets.UTF_8))
        .setParameterExceptionHandler((e, words) -> errors.report(e))
        .setExecutionExceptionHandler((e, command, parsed) -> errors.report(e));
  }

  /** The options are listed below it; picocli would list them twice and break lines within one. */
  private static void shortenSynopsis(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    if (command.getSubcommands().isEmpty() && spec.usageMessage().customSynopsis().length == 0) {
      String arguments =
          spec.positionalParameters().stream()
              .map(argument -> " " + argument.paramLabel())
              .collect(Collectors.joining());
      spec.usageMessage().customSynopsis(spec.qualifiedName() + " [options]" + arguments);
    }
    command.getSubcommands().values().forEach(CommandTree::shortenSynopsis);
  }

  private static boolean asksForHelp(String[] words) {
    List<String> all = Arrays.asList(words);
    return all.contains("--help") || all.contains("-h") || all.contains("--version");
  }

  private Settings readSettings(String[] words) throws IOException {
    Map<String, String> environment = surroundings.machine().environment();
    String named = environment.get("TASKGRID_CONFIG");
    for (int i = 0; i < words.length && !words[i].equals("--"); i++) {
      if (words[i].startsWith("--config=")) {
        named = words[i].substring("--config=".length());
      } else if (words[i].equals("--config") && i + 1 < words.length) {
        named = words[i + 1];
      }
    }
    if (named != null) {
      return Settings.read(environment, Path.of(named), named);
    }
    Path usual = surroundings.machine().config().resolve("taskgrid.yaml");
    return Settings.read(environment, Files.exists(usual) ? usual : null, "config/taskgrid.yaml");
  }

  private List<Setting> effective() {
    return settings == null ? List.of() : settings.effective(all());
  }

  private CommandLine submit() {
    CommandLine submit = new CommandLine(new SubmitCommand(surroundings));
    UnbuiltOptions.add(submit.getCommandSpec(), UnbuiltOptions.OF_SUBMIT);
    return submit;
  }

  private CommandLine member() {
    CommandLine member = new CommandLine(new MemberCommand(surroundings));
    UnbuiltOptions.add(member.getCommandSpec(), UnbuiltOptions.OF_MEMBER);
    return member
        .addSubcommand("list", ofGrid(new MemberListCommand(surroundings)))
        .addSubcommand("drain", ofGrid(new MemberDrainCommand(surroundings)));
  }

  private CommandLine job() {
    return group("Lists, shows, awaits and cancels jobs.")
        .addSubcommand("list", ofGrid(new JobListCommand(surroundings)))
        .addSubcommand("show", ofGrid(new JobShowCommand(surroundings)))
        .addSubcommand("results", ofGrid(new JobResultsCommand(surroundings)))
        .addSubcommand("wait", ofGrid(new JobWaitCommand(surroundings)))
        .addSubcommand("cancel", ofGrid(new JobCancelCommand(surroundings)))
        .addSubcommand("forget", ofGrid(new JobForgetCommand(surroundings)))
        .addSubcommand("retry", ofGrid(new JobRetryCommand(surroundings)))
        .addSubcommand("set", ofGrid(new JobSetCommand(surroundings)));
  }

  private CommandLine task() {
    return group("Shows tasks.").addSubcommand("show", ofGrid(new TaskShowCommand(surroundings)));
  }

  private CommandLine function() {
    return group("Lists functions.").addSubcommand("list", new FunctionListCommand(surroundings));
  }

  private CommandLine pipeline() {
    return group("Runs and shows pipelines.")
        .addSubcommand("run", ofGrid(new PipelineRunCommand(surroundings)))
        .addSubcommand("list", ofGrid(new PipelineListCommand(surroundings)))
        .addSubcommand("show", ofGrid(new PipelineShowCommand(surroundings)))
        .addSubcommand("stop", ofGrid(new PipelineStopCommand(surroundings)))
        .addSubcommand("drain", ofGrid(new PipelineDrainCommand(surroundings)))
        .addSubcommand("scale", ofGrid(new PipelineScaleCommand(surroundings)))
        .addSubcommand("failed", ofGrid(new PipelineFailedCommand(surroundings)))
        .addSubcommand("retry", ofGrid(new PipelineRetryCommand(surroundings)));
  }

  private static CommandLine ofGrid(Object command) {
    CommandLine line = new CommandLine(command);
    UnbuiltOptions.add(line.getCommandSpec(), List.of("--secret-file"));
    return line;
  }

  private static CommandLine group(String description) {
    CommandLine group = new CommandLine(new GroupCommand());
    group.getCommandSpec().usageMessage().description(description);
    return group;
  }
}
