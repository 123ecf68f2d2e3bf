package taskgrid.cli.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import taskgrid.cli.values.FlagValue;
import taskgrid.function.NearestName;

/** Values from the environment and the configuration file: the environment wins. */
public final class Settings implements IDefaultValueProvider {
  private final Map<String, String> environment;
  private final ConfigFile file;

  private Settings(Map<String, String> environment, ConfigFile file) {
    this.environment = environment;
    this.file = file;
  }

  /**
   * Reads the file, if there is one that says something.
   *
   * @param path null if there is none
   * @param name as messages call it
   */
  public static Settings read(Map<String, String> environment, @Nullable Path path, String name)
      throws IOException {
    if (path == null) {
      return new Settings(environment, ConfigFile.NONE);
    }
    if (Files.isDirectory(path)) {
      throw new IOException(name + ": is a directory, not a file of settings");
    }
    if (!Files.exists(path)) {
      throw new IOException(name + ": no such file");
    }
    if (!Files.isReadable(path)) {
      throw new IOException(name + ": cannot be read");
    }
    // Once, for it may be a pipe.
    byte[] text = Files.readAllBytes(path);
    ConfigFile file =
        ConfigFile.saysSomething(text) ? ConfigFileReader.read(text, name) : ConfigFile.NONE;
    return new Settings(environment, file);
  }

  /**
   * Everything that is wrong, a line each: in the environment for the command at hand, in the file
   * for all commands.
   *
   * @param all the tree of all commands, asked for only if the file says something
   */
  public List<String> problems(CommandLine command, Supplier<CommandLine> all) {
    List<String> problems = new ArrayList<>(file.problems());
    if (!file.entries().isEmpty()) {
      addProblemsOfFile(new KnownOptions(all.get()), problems);
    }
    for (KnownOption known : new KnownOptions(command).all()) {
      String variable = KnownOptions.variable(known.key());
      String value = environment.get(variable);
      String problem = value == null ? null : known.problem(value);
      if (problem != null) {
        problems.add(variable + ": " + problem);
      }
    }
    return problems;
  }

  /** What holds for each key of these commands, whoever says it. */
  public List<Setting> effective(CommandLine all) {
    List<Setting> settings = new ArrayList<>();
    for (KnownOption known : new KnownOptions(all).all()) {
      if (!(known.option().userObject() instanceof Unbuilt)) {
        settings.add(
            find(known.key())
                .orElseGet(() -> new Setting(known.key(), known.usualValue(), "default")));
      }
    }
    return settings;
  }

  /** What the environment or the file says of a key. */
  public Optional<Setting> find(String key) {
    String variable = KnownOptions.variable(key);
    String value = environment.get(variable);
    if (value != null) {
      return Optional.of(new Setting(key, value, variable));
    }
    ConfigFile.Entry entry = file.entries().get(key);
    return entry == null
        ? Optional.empty()
        : Optional.of(new Setting(key, entry.value(), file.place(entry)));
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    String key = KnownOptions.key(argument);
    if (key == null || argument.userObject() instanceof Unbuilt) {
      return null;
    }
    String value = find(key).map(Setting::value).orElse(null);
    boolean flag = argument instanceof OptionSpec && argument.arity().max() == 0;
    return value != null && flag ? new FlagValue().convert(value).toString() : value;
  }

  private void addProblemsOfFile(KnownOptions known, List<String> problems) {
    file.entries()
        .forEach(
            (key, entry) -> {
              KnownOption option = known.find(key);
              String problem = option == null ? unknown(key, known) : option.problem(entry.value());
              if (problem != null) {
                problems.add(file.place(entry) + ": " + problem);
              }
            });
  }

  private static String unknown(String key, KnownOptions known) {
    String near = NearestName.of(key, known.keys());
    return "unknown key " + key + (near == null ? "" : "; the nearest known key is " + near);
  }
}
