package taskgrid.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import taskgrid.pipeline.PipelineStatus;

/** Several pipelines, a line each. */
record PipelinesShown(List<PipelineStatus> pipelines, Instant now) implements Shown {
  @Override
  public List<String> table() {
    Table table = new Table("id", "name", "state", "stages", "failed", "age");
    for (PipelineStatus pipeline : pipelines) {
      table.row(
          pipeline.id(),
          pipeline.name(),
          pipeline.state().word(),
          pipeline.stages().stream()
              .map(stage -> stage.stage().name() + " " + stage.job().counts().done())
              .collect(Collectors.joining(", ")),
          Long.toString(failed(pipeline)),
          Spans.age(Duration.between(pipeline.begun(), now)));
    }
    return table.lines();
  }

  static long failed(PipelineStatus pipeline) {
    return pipeline.stages().stream().mapToLong(stage -> stage.job().counts().failed()).sum();
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (PipelineStatus pipeline : pipelines) {
      new PipelineShown(pipeline, now).json(json);
    }
    json.writeEndArray();
  }

  @Override
  public List<String> quiet() {
    return pipelines.stream().map(PipelineStatus::id).toList();
  }
}
