package taskgrid.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;
import taskgrid.function.NearestName;

/** What is wrong with a command line, in one line. */
final class UsageErrors {
  private static final String SEE_HELP = " (see --help)";

  private UsageErrors() {}

  /** Options that do not go together, or something missing. */
  static Refused refuse(String what) {
    return new Refused(what + SEE_HELP);
  }

  static String line(ParameterException e) {
    return OneLine.of(what(e)) + SEE_HELP;
  }

  private static String what(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched);
    }
    if (e instanceof MissingParameterException missing) {
      return missing(missing.getMissing());
    }
    if (e.getCause() instanceof TypeConversionException wrong && e.getArgSpec() != null) {
      return name(e.getArgSpec()) + ": " + wrong.getMessage();
    }
    return String.valueOf(e.getMessage());
  }

  private static String unmatched(UnmatchedArgumentException e) {
    String word = e.getUnmatched().get(0);
    CommandLine command = e.getCommandLine();
    if (e.isUnknownOption()) {
      // What stands before '=' is the option; its value may be secret or long.
      String option = word.replaceFirst("=.*", "");
      return "unknown option " + option + nearest(option, longNames(command));
    }
    if (!command.getSubcommands().isEmpty()) {
      List<String> commands = new ArrayList<>(command.getSubcommands().keySet());
      return "unknown command " + word + nearest(word, commands);
    }
    return "unexpected argument " + word;
  }

  private static String nearest(String word, List<String> known) {
    String near = NearestName.of(word, known);
    return near == null ? "" : "; the nearest is " + near;
  }

  private static List<String> longNames(CommandLine command) {
    return command.getCommandSpec().options().stream().map(OptionSpec::longestName).toList();
  }

  private static String missing(List<ArgSpec> missing) {
    if (missing.isEmpty()) {
      return "an argument is missing";
    }
    ArgSpec first = missing.get(0);
    return first.isOption()
        ? name(first) + " needs a value: " + first.paramLabel()
        : first.paramLabel() + " is missing";
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }
}
