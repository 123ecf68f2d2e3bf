package taskgrid.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import taskgrid.pipeline.PipelineStatus;
import taskgrid.pipeline.PipelineStatus.StageStatus;
import taskgrid.task.JobCounts;
import taskgrid.task.JobStatus;
import taskgrid.task.Limits;

/** One pipeline, a row for each stage. */
record PipelineShown(PipelineStatus pipeline, Instant now) implements Shown {
  private static final List<String> COLUMNS =
      List.of(
          "stage", "state", "waiting", "running", "done", "failed", "rate", "copies", "members");

  @Override
  public List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "pipeline %s %s: %s, %s old"
            .formatted(
                pipeline.id(),
                pipeline.name(),
                pipeline.state().word(),
                Spans.age(Duration.between(pipeline.begun(), now))));
    lines.addAll(stages().lines());
    StageStatus bottleneck = pipeline.bottleneck();
    if (bottleneck != null) {
      lines.add("bottleneck: " + bottleneck.stage().name());
    }
    stagesOfMembers()
        .forEach((member, stages) -> lines.add(member + ": " + String.join(", ", stages)));
    return lines;
  }

  private Table stages() {
    // Where each reads the one above it, nobody has to say so.
    boolean branches =
        pipeline.stages().stream().anyMatch(stage -> stage.stage().next().size() > 1);
    List<String> columns = new ArrayList<>(COLUMNS);
    if (branches) {
      columns.add(1, "from");
    }
    Table table = new Table(columns.toArray(String[]::new));
    for (StageStatus stage : pipeline.stages()) {
      table.row(row(stage, branches).toArray(String[]::new));
    }
    return table;
  }

  private List<String> row(StageStatus stage, boolean branches) {
    JobStatus job = stage.job();
    JobCounts counts = job.counts();
    List<String> row = new ArrayList<>();
    row.add(stage.stage().name());
    if (branches) {
      row.add(Objects.requireNonNullElse(pipeline.nameOf(stage.stage().from()), "-"));
    }
    row.add(job.state().word());
    row.add(Long.toString(counts.waiting()));
    row.add(Long.toString(counts.running()));
    row.add(Long.toString(counts.done()));
    row.add(Long.toString(counts.failed()));
    row.add(Spans.rate(job, now) + "/s");
    row.add(copies(job.options().limits()));
    row.add(Integer.toString(job.members().size()));
    return row;
  }

  /** Which stages each member has run; their addresses would make the rows too wide. */
  private Map<String, List<String>> stagesOfMembers() {
    Map<String, List<String>> stages = new TreeMap<>();
    for (StageStatus stage : pipeline.stages()) {
      for (String member : stage.job().members()) {
        stages.computeIfAbsent(member, m -> new ArrayList<>()).add(stage.stage().name());
      }
    }
    return stages;
  }

  private static String copies(Limits limits) {
    if (limits.isNone()) {
      return "-";
    }
    String each = limits.onEach() == 0 ? "" : limits.onEach() + " each";
    String all = limits.atOnce() == 0 ? "" : limits.atOnce() + " total";
    return each.isEmpty() || all.isEmpty() ? each + all : each + ", " + all;
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", pipeline.id());
    json.writeStringField("name", pipeline.name());
    json.writeStringField("state", pipeline.state().word());
    json.writeStringField("submitted", pipeline.begun().toString());
    StageStatus bottleneck = pipeline.bottleneck();
    json.writeStringField("bottleneck", bottleneck == null ? null : bottleneck.stage().name());
    json.writeArrayFieldStart("stages");
    for (StageStatus stage : pipeline.stages()) {
      JobCounts counts = stage.job().counts();
      json.writeStartObject();
      json.writeStringField("name", stage.stage().name());
      json.writeStringField("from", pipeline.nameOf(stage.stage().from()));
      json.writeStringField("job", stage.job().id());
      json.writeStringField("state", stage.job().state().word());
      json.writeNumberField("waiting", counts.waiting());
      json.writeNumberField("running", counts.running());
      json.writeNumberField("succeeded", counts.succeeded());
      json.writeNumberField("failed", counts.failed());
      json.writeNumberField("cancelled", counts.cancelled());
      json.writeNumberField("copies", stage.job().options().limits().onEach());
      json.writeNumberField("total_copies", stage.job().options().limits().atOnce());
      json.writeArrayFieldStart("members");
      for (String member : stage.job().members()) {
        json.writeString(member);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  @Override
  public List<String> quiet() {
    return List.of(pipeline.id() + " " + pipeline.state().word());
  }
}
