package taskgrid.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import taskgrid.cli.settings.Unbuilt;

/** Options that are part of the interface and refused in one line until they are built. */
final class UnbuiltOptions {
  static final List<String> OF_SUBMIT = List.of("--secret-file");

  static final List<String> OF_MEMBER = List.of("--secret-file", "--http");

  private UnbuiltOptions() {}

  static void add(CommandSpec command, List<String> names) {
    for (String name : names) {
      command.addOption(
          OptionSpec.builder(name)
              // With or without a value: what it needs does not matter, it is refused.
              .arity("0..1")
              .type(String.class)
              .fallbackValue("")
              .hidden(true)
              .userObject(Unbuilt.MARK)
              .setter(refusing(name))
              .build());
    }
    command.usageMessage().footer(footer(names, command.usageMessage().footer()));
  }

  private static ISetter refusing(String name) {
    return new ISetter() {
      @Override
      public <T> T set(T value) {
        if (value != null) {
          throw Refused.notBuiltYet(name);
        }
        return value;
      }
    };
  }

  /** The help says that they will come, above what else stands below the options. */
  private static String[] footer(List<String> names, String[] footer) {
    StringBuilder line = new StringBuilder("%nNot built yet:");
    int width = line.length();
    for (String name : names) {
      if (width + name.length() > 76) {
        line.append("%n ");
        width = 0;
      }
      line.append(' ').append(name);
      width += name.length() + 1;
    }
    String[] all = new String[footer.length + 1];
    all[0] = line.toString();
    System.arraycopy(footer, 0, all, 1, footer.length);
    return all;
  }
}
