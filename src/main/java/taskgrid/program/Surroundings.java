package taskgrid.program;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import taskgrid.function.TaskFailed;

/**
 * Where commands run.
 *
 * @param folder null = where their member was started
 * @param environment variables beside the member's own
 */
record Surroundings(@Nullable Path folder, Map<String, String> environment) {
  /**
   * Refuses a task that cannot be started for want of its folder.
   *
   * @param member who refuses it, {@code host:port}
   */
  void requireFolder(String member) throws TaskFailed {
    if (folder != null && !Files.isDirectory(folder)) {
      throw new TaskFailed("--cwd " + folder + ": no such folder at " + member);
    }
  }
}
