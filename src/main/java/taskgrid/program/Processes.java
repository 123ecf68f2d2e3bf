package taskgrid.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The system's processes as they were at one moment. To look at all of them costs milliseconds, and
 * when a job is cancelled all slots look at the same time: one look serves all who wait for it.
 */
final class Processes {
  private static final Path SYSTEM = Path.of("/proc");
  private static @Nullable Processes latest;

  private final long beganNanos;
  private final Map<Long, Collection<ProcessHandle>> children = new HashMap<>();
  private final Map<ProcessHandle, List<String>> environments = new HashMap<>();

  private Processes() {
    beganNanos = System.nanoTime();
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      all.forEach(this::add);
    }
  }

  /**
   * A look that began at or after that time.
   *
   * @param nanos as {@link System#nanoTime} tells it
   */
  static synchronized Processes seenAfter(long nanos) {
    Processes seen = latest;
    if (seen == null || seen.beganNanos - nanos < 0) {
      seen = new Processes();
      latest = seen;
    }
    return seen;
  }

  private void add(ProcessHandle process) {
    process
        .parent()
        .ifPresent(
            parent ->
                children.computeIfAbsent(parent.pid(), pid -> new ArrayDeque<>()).add(process));
    List<String> environment = environment(process);
    if (environment.stream().anyMatch(each -> each.startsWith(OrphanGuard.VARIABLE + "="))) {
      environments.put(process, environment);
    }
  }

  private static List<String> environment(ProcessHandle process) {
    try {
      byte[] bytes = Files.readAllBytes(SYSTEM.resolve(process.pid() + "/environ"));
      return List.of(new String(bytes, ISO_8859_1).split("\0", -1));
    } catch (IOException e) {
      // It has ended, or is somebody else's, or the system shows no environments.
      return List.of();
    }
  }

  /** Its children, and theirs. */
  Set<ProcessHandle> below(ProcessHandle process) {
    Set<ProcessHandle> all = new LinkedHashSet<>();
    Deque<ProcessHandle> open = new ArrayDeque<>(List.of(process));
    while (!open.isEmpty()) {
      for (ProcessHandle child : children.getOrDefault(open.remove().pid(), List.of())) {
        if (all.add(child)) {
          open.add(child);
        }
      }
    }
    return all;
  }

  /**
   * Those of a member's commands that have all these variables, where the system shows them.
   *
   * @param variables {@code NAME=VALUE}
   */
  Set<ProcessHandle> with(List<String> variables) {
    Set<ProcessHandle> all = new LinkedHashSet<>();
    environments.forEach(
        (process, environment) -> {
          if (environment.containsAll(variables)) {
            all.add(process);
          }
        });
    return all;
  }
}
