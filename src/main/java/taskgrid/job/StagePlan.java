package taskgrid.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import taskgrid.task.JobOptions;
import taskgrid.task.Source;
import taskgrid.task.Stage;

/**
 * The stages of a pipeline that is to be run.
 *
 * @param title what people call it
 * @param retried the pipeline whose failed items it is fed with; null = none
 * @param stages at least one, each behind the one that it reads; the results of the last are read,
 *     which therefore is read by none
 */
public record StagePlan(String title, @Nullable String retried, List<StageJob> stages) {
  /** What nobody has named: it hands on what comes from outside, or what members make. */
  public static final String SOURCE = "source";

  /** So long the results of a stage stay that the next one has. */
  private static final Duration HANDED_ON = Duration.ofSeconds(10);

  /**
   * @throws IllegalArgumentException if there is no stage, or one reads what is not before it
   */
  public StagePlan {
    stages = List.copyOf(stages);
    Set<String> before = new HashSet<>();
    for (StageJob stage : stages) {
      if (stage.from() != null && !before.contains(stage.from())) {
        throw new IllegalArgumentException(
            "stage %s reads %s, which is not before it".formatted(stage.name(), stage.from()));
      }
      before.add(stage.name());
    }
    if (before.size() != stages.size() || stages.isEmpty()) {
      throw new IllegalArgumentException(
          "stages have names of their own, and there is at least one");
    }
  }

  public StagePlan(String title, List<StageJob> stages) {
    this(title, null, stages);
  }

  /** A job that a stage becomes. */
  record Planned(String id, JobOptions options) {}

  /** The job that a stage is. */
  static String id(String pipeline, int number) {
    return pipeline + "s" + number;
  }

  /**
   * The jobs that the stages become. Where several read the source, or members drive it, it is one
   * of them.
   *
   * @param pipeline the id of the pipeline
   * @param source what members drive; null = all comes from outside
   */
  List<Planned> jobs(String pipeline, @Nullable Source source) {
    List<StageJob> all = withSource(source != null);
    Map<String, Stage> before = new HashMap<>();
    List<Planned> planned = new ArrayList<>();
    for (int number = 1; number <= all.size(); number++) {
      StageJob stage = all.get(number - 1);
      Stage of = stage(pipeline, all, number, before, source);
      before.put(stage.name(), of);
      planned.add(new Planned(id(pipeline, number), options(stage, of, number == all.size())));
    }
    return planned;
  }

  /** All stages, of which only the first reads nothing that is a stage. */
  private List<StageJob> withSource(boolean driven) {
    long reading = stages.stream().filter(stage -> stage.from() == null).count();
    if (!driven && reading == 1) {
      return stages;
    }
    // What is shipped goes to all stages, and this is one: its function may come from a jar.
    JobOptions shipped = JobOptions.DEFAULT.withShipped(stages.get(0).options().shipped());
    JobOptions options = driven ? shipped : JobOptions.DEFAULT.withFunction("echo");
    List<StageJob> all = new ArrayList<>();
    all.add(new StageJob(SOURCE, options, null));
    stages.forEach(stage -> all.add(stage.from() == null ? stage.withFrom(SOURCE) : stage));
    return all;
  }

  /**
   * @param before the stages before it, by name
   */
  private Stage stage(
      String pipeline,
      List<StageJob> all,
      int number,
      Map<String, Stage> before,
      @Nullable Source source) {
    StageJob stage = all.get(number - 1);
    Stage from = stage.from() == null ? null : before.get(stage.from());
    return new Stage(
        pipeline,
        title,
        retried,
        stage.name(),
        number,
        from == null ? null : id(pipeline, from.number()),
        readers(pipeline, all, stage.name()),
        id(pipeline, all.size()),
        stage.when(),
        stage.flat(),
        from == null ? 0 : from.spread() + (from.flat() ? 1 : 0),
        number == 1 ? source : null,
        source != null);
  }

  private static List<String> readers(String pipeline, List<StageJob> all, String of) {
    List<String> ids = new ArrayList<>();
    for (int number = 2; number <= all.size(); number++) {
      if (of.equals(all.get(number - 1).from())) {
        ids.add(id(pipeline, number));
      }
    }
    return ids;
  }

  private JobOptions options(StageJob stage, Stage of, boolean isLast) {
    JobOptions options = stage.options().withName(title + "." + stage.name()).withStage(of);
    if (isLast) {
      // What is made without an end is not kept for those who might want to read it once more.
      return of.driven() ? options.withKeep(HANDED_ON) : options;
    }
    // What is handed on has its reader, and is not kept for another.
    return of.next().isEmpty()
        ? options.withDetached(true)
        : options.withDetached(true).withKeep(HANDED_ON);
  }
}
