package taskgrid.pipeline;

import java.util.List;
import org.jspecify.annotations.Nullable;
import taskgrid.job.StageJob;
import taskgrid.task.Source;

/**
 * A pipeline as a file describes it.
 *
 * @param name what people call it
 * @param source the file of its lines as it is named there, {@code -} for standard input; null if
 *     the file names none
 * @param made what makes items inside the grid instead; null if nothing does
 * @param stages in order, at least one
 * @param keepOrder whether the last stage's results are wanted in the order of the lines
 * @param ship files and folders that go to every member that runs a stage
 */
public record Pipeline(
    String name,
    @Nullable String source,
    @Nullable Source made,
    List<StageJob> stages,
    boolean keepOrder,
    List<String> ship) {
  public Pipeline {
    stages = List.copyOf(stages);
    ship = List.copyOf(ship);
  }
}
