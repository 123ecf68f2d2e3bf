package taskgrid.pipeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import taskgrid.job.StageJob;
import taskgrid.job.StagePlan;
import taskgrid.task.GridException;
import taskgrid.task.JobOptions;
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
   * @param named its name, its id, or a beginning of the id; of one name the newest is meant that
   *     is not made of another's failed items
   * @throws GridException if there is none
   */
  public static PipelineStatus find(List<PipelineStatus> all, String named) throws GridException {
    PipelineStatus found = null;
    for (PipelineStatus pipeline : all) {
      boolean isName = pipeline.name().equals(named) && pipeline.retried() == null;
      if (isName || (!named.isEmpty() && pipeline.id().startsWith(named))) {
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

  /** The pipeline of whose failed items it is made; null = of none. */
  public @Nullable String retried() {
    return stages.get(0).stage().retried();
  }

  /** What the stage is called that a job is; null if it is none of these. */
  public @Nullable String nameOf(@Nullable String job) {
    return stages.stream()
        .filter(stage -> stage.job().id().equals(job))
        .map(stage -> stage.stage().name())
        .findFirst()
        .orElse(null);
  }

  /** This one, and those that are made of its failed items, or of theirs. */
  public List<PipelineStatus> family(List<PipelineStatus> all) {
    return all.stream()
        .filter(pipeline -> pipeline.id().equals(id) || id.equals(pipeline.retried()))
        .toList();
  }

  /**
   * A stage and what is behind it, as a pipeline of its own for items of that stage.
   *
   * @param with what each of them is to be run with, of what it was run with
   */
  public StagePlan from(StageStatus first, UnaryOperator<JobOptions> with) {
    List<StageJob> all = new ArrayList<>();
    Map<String, String> names = new HashMap<>();
    for (StageStatus each : stages) {
      Stage stage = each.stage();
      boolean isFirst = each.equals(first);
      if (isFirst || names.containsKey(stage.from())) {
        names.put(each.job().id(), stage.name());
        all.add(
            new StageJob(
                stage.name(),
                with.apply(each.job().options()),
                isFirst ? null : names.get(stage.from()),
                isFirst ? null : stage.when(),
                stage.flat()));
      }
    }
    String of = retried();
    return new StagePlan(name, of == null ? id : of, all);
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
