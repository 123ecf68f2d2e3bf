package taskgrid.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import taskgrid.function.InvalidTask;
import taskgrid.function.TaskLanguage;
import taskgrid.job.StageJob;
import taskgrid.task.JobOptions;
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

  /** The same under another name. */
  public Pipeline withName(String changed) {
    return new Pipeline(changed, source, made, stages, keepOrder, ship);
  }

  /**
   * A pipeline of which each function of a chain is a stage, called as the function is.
   *
   * @param name what people call it; null = what its stages are called
   * @param chain as in {@code square | subtract 1}
   * @throws InvalidTask which says what is wrong with the chain
   */
  public static Pipeline chain(@Nullable String name, String chain, TaskLanguage language)
      throws InvalidTask {
    List<StageJob> stages = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (String step : language.stepsOf(chain)) {
      String function = step.split("\\s", 2)[0];
      String stage = names.contains(function) ? function + "-" + (names.size() + 1) : function;
      String from = names.isEmpty() ? null : names.get(names.size() - 1);
      stages.add(new StageJob(stage, JobOptions.DEFAULT.withFunction(step), from));
      names.add(stage);
    }
    String title = name == null ? String.join("-", names) : name;
    return new Pipeline(title, null, null, stages, false, List.of());
  }
}
