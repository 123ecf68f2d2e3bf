package taskgrid.grid.wire;

import java.util.List;
import java.util.Map;

/**
 * A member asks another for tasks, and says what it may run: placement and stealing are the same
 * call.
 *
 * @param max runs that it takes, one for each idle slot
 * @param suspect whether one of them may be a suspect: a member runs one at a time
 * @param maxWaitMillis how long the owner may wait until it has something to give
 * @param labels of the asking member
 * @param shell whether it runs shell commands
 * @param functions the names of the functions that it has
 * @param bundles ids of the shipped files that it has
 * @param limited whether it takes tasks of jobs with limits
 * @param full jobs of which it runs as many tasks as it may, and takes no more
 */
public record ClaimRequest(
    int max,
    boolean suspect,
    int maxWaitMillis,
    Map<String, String> labels,
    boolean shell,
    List<String> functions,
    List<String> bundles,
    boolean limited,
    List<String> full) {
  public ClaimRequest {
    labels = Map.copyOf(labels);
    functions = List.copyOf(functions);
    bundles = List.copyOf(bundles);
    full = List.copyOf(full);
  }
}
