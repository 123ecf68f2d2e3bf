package taskgrid.cli.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options of a tree of commands, by key: their long name without dashes. */
final class KnownOptions {
  private static final Set<String> TYPED_ONLY = Set.of("help", "version", "config");

  /** These mean something else than what others call the same: the shared key is the others'. */
  private static final Set<String> TYPED_ONLY_HERE = Set.of("submit output", "wait timeout");

  private final Map<String, KnownOption> byKey = new TreeMap<>();

  KnownOptions(CommandLine root) {
    add(root);
  }

  List<String> keys() {
    return new ArrayList<>(byKey.keySet());
  }

  Iterable<KnownOption> all() {
    return byKey.values();
  }

  @Nullable KnownOption find(String key) {
    return byKey.get(key);
  }

  /** The key of an option; null for one that can only be typed. */
  static @Nullable String key(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return null;
    }
    String key = option.longestName().replaceFirst("^-+", "");
    String here = option.command().name() + " " + key;
    return TYPED_ONLY.contains(key) || TYPED_ONLY_HERE.contains(here) ? null : key;
  }

  /** The environment's name of a key. */
  static String variable(String key) {
    return "TASKGRID_" + key.replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private void add(CommandLine command) {
    for (OptionSpec option : command.getCommandSpec().options()) {
      String key = key(option);
      if (key != null) {
        // An option that is built for one command counts as built.
        byKey.merge(key, new KnownOption(key, option), KnownOptions::builtOne);
      }
    }
    command.getSubcommands().values().forEach(this::add);
  }

  private static KnownOption builtOne(KnownOption a, KnownOption b) {
    return a.option().userObject() instanceof Unbuilt ? b : a;
  }
}
