package taskgrid.program;

import java.util.List;
import java.util.Set;
import taskgrid.function.InvalidTask;

/**
 * Which programs a member runs. Where only some are allowed, a command is one of them with its
 * arguments, without anything that the shell would make more of.
 */
public final class AllowedPrograms {
  /** Any command of the shell. */
  public static final AllowedPrograms ALL = new AllowedPrograms(Set.of());

  private final Set<String> names;

  private AllowedPrograms(Set<String> names) {
    this.names = names;
  }

  /**
   * Only these.
   *
   * @param names as commands name them, with or without a folder; none = all
   */
  public static AllowedPrograms of(List<String> names) {
    return names.isEmpty() ? ALL : new AllowedPrograms(Set.copyOf(names));
  }

  /** Whether any command may be run. */
  boolean all() {
    return names.isEmpty();
  }

  /**
   * Refuses what may not be run.
   *
   * @throws InvalidTask which says why
   */
  void check(SimpleCommand command, String member) throws InvalidTask {
    if (all()) {
      return;
    }
    String program = command.program();
    if (program == null) {
      throw new InvalidTask(
          "member %s runs single programs only (--allow-shell=%s), no variables, pipes or lists"
              .formatted(member, list()));
    }
    if (!names.contains(program)) {
      throw new InvalidTask(
          "member %s does not run %s (--allow-shell=%s)".formatted(member, program, list()));
    }
  }

  private String list() {
    return String.join(",", names.stream().sorted().toList());
  }
}
