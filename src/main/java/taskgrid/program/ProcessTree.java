package taskgrid.program;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * All that a command has started: what runs below its shell, and what has left that tree but has
 * the command's variables in its environment, where the system shows them. Ended with TERM, and
 * what is left soon with KILL.
 */
final class ProcessTree {
  /** Less than the patience with a function that ignores its interrupt. */
  private static final long TERM_MILLIS = 300;

  private static final long LOOK_MILLIS = 5;
  private static final int ROUNDS = 20;

  private final ProcessHandle shell;
  private final List<String> variables;

  /**
   * @param variables {@code NAME=VALUE}, which together nobody else has
   */
  ProcessTree(ProcessHandle shell, List<String> variables) {
    this.shell = shell;
    this.variables = List.copyOf(variables);
  }

  /**
   * Ends it all.
   *
   * @param over whether the command has ended
   */
  void end(BooleanSupplier over) throws InterruptedException {
    Set<ProcessHandle> all = find();
    all.forEach(ProcessHandle::destroy);
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TERM_MILLIS);
    while (all.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    all.forEach(ProcessHandle::destroyForcibly);
    // What was starting something while we looked has children that we have not seen.
    for (int round = 0; round < ROUNDS && !(over.getAsBoolean() && all.isEmpty()); round++) {
      all = find();
      all.forEach(ProcessHandle::destroyForcibly);
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private Set<ProcessHandle> find() {
    Processes now = Processes.seenAfter(System.nanoTime());
    Set<ProcessHandle> all = now.below(shell);
    all.addAll(now.with(variables));
    return all;
  }
}
