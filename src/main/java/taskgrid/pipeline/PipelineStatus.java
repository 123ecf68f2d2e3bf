package taskgrid.pipeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import taskgrid.task.GridException;
import taskgrid.task.JobState;
import taskgrid.task.JobStatus;
import taskgrid.task.Stage;

/**
 * A snapshot of a pipeline.
 *
 * @param id distinguishes it from others of the same name
 * @param name what people call it
 * @param stages in order, at least one
 */
public record PipelineStatus(String id, String name, List<StageStatus> stages) {
  public PipelineStatus {
    stages = List.copyOf(stages);
  }

  /** A stage and the job that it is. */
  public record StageStatus(Stage stage, JobStatus job) {}

  /** The pipelines whose stages are among these jobs, the newest last. */
  public static List<PipelineStatus> of(List<JobStatus> jobs) {
    Map<String, List<StageStatus>> byId = new LinkedHashMap<>();
    jobs.stream()
        .sorted(Comparator.comparing(JobStatus::submitted))
        .forEach(
            job -> {
              Stage stage = job.options().stage();
              if (stage != null) {
                byId.computeIfAbsent(stage.pipeline(), id -> new ArrayList<>())
                    .add(new StageStatus(stage, job));
              }
            });
    List<PipelineStatus> all = new ArrayList<>();
    byId.forEach(
        (id, stages) -> {
          stages.sort(Comparator.comparingInt(status -> status.stage().number()));
          all.add(new PipelineStatus(id, stages.get(0).stage().title(), stages));
        });
    return all;
  }

  /**
   * One of several.
   *
   * @param named its name, its id, or a beginning of the id; of one name the newest is meant
   * @throws GridException if there is none
   */
  public static PipelineStatus find(List<PipelineStatus> all, String named) throws GridException {
    PipelineStatus found = null;
    for (PipelineStatus pipeline : all) {
      if (pipeline.name().equals(named) || (!named.isEmpty() && pipeline.id().startsWith(named))) {
        found = pipeline;
      }
    }
    if (found == null) {
      throw new GridException(
          "no such pipeline: "
              + named
              + " (bin/taskgrid pipeline list --all shows those there are)");
    }
    return found;
  }

  /** When it was begun. */
  public Instant begun() {
    return stages.get(0).job().submitted();
  }

  /** What its stages are together: the first of these that fits. */
  public JobState state() {
    if (any(JobState.LOST::equals)) {
      return JobState.LOST;
    }
    if (any(JobState.CANCELLING::equals)) {
      return JobState.CANCELLING;
    }
    if (stages.stream().allMatch(stage -> stage.job().state().ended())) {
      return any(JobState.CANCELLED::equals)
          ? JobState.CANCELLED
          : any(JobState.FAILED::equals) ? JobState.FAILED : JobState.SUCCEEDED;
    }
    if (any(JobState.STRANDED::equals)) {
      return JobState.STRANDED;
    }
    boolean begun = stages.stream().anyMatch(stage -> stage.job().counts().known() > 0);
    return begun ? JobState.RUNNING : JobState.WAITING;
  }

  private boolean any(Predicate<JobState> state) {
    return stages.stream().anyMatch(stage -> state.test(stage.job().state()));
  }

  /** The stage that most waits for, while the pipeline runs; null if nothing waits. */
  public @Nullable StageStatus bottleneck() {
    return stages.stream()
        .filter(stage -> stage.job().counts().waiting() > 0)
        .max(Comparator.comparingLong(stage -> stage.job().counts().waiting()))
        .orElse(null);
  }
}
