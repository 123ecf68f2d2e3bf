package taskgrid.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
    // Where each reads the one above it, nobody has to say so.
    boolean branches =
        pipeline.stages().stream().anyMatch(stage -> stage.stage().next().size() > 1);
    List<String> columns = new ArrayList<>(COLUMNS);
    if (branches) {
      columns.add(1, "from");
    }
    Table table = new Table(columns.toArray(String[]::new));
    for (StageStatus stage : pipeline.stages()) {
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
      row.add(job.members().isEmpty() ? "-" : String.join(" ", job.members()));
      table.row(row.toArray(String[]::new));
    }
    lines.addAll(table.lines());
    StageStatus bottleneck = pipeline.bottleneck();
    if (bottleneck != null) {
      lines.add("bottleneck: " + bottleneck.stage().name());
    }
    return lines;
  }

  private static String copies(Limits limits) {
    if (limits.isNone()) {
      return "-";
    }
    String each = limits.onEach() == 0 ? "" : limits.onEach() + " each";
    String all = limits.atOnce() == 0 ? "" : limits.atOnce() + " in all";
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
