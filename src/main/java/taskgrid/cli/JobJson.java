package taskgrid.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import taskgrid.task.JobCounts;
import taskgrid.task.JobStatus;
import taskgrid.task.TaskResult;

/** A job as JSON: the same keys always, null where unknown. */
final class JobJson {
  private JobJson() {}

  static void write(JobStatus job, JsonGenerator json) throws IOException {
    json.writeStartObject();
    writeFields(job, json);
    json.writeEndObject();
  }

  /** The same with what keeps the job. */
  static void write(JobStatus job, List<String> why, JsonGenerator json) throws IOException {
    json.writeStartObject();
    writeFields(job, json);
    json.writeArrayFieldStart("why");
    for (String reason : why) {
      json.writeString(reason);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeFields(JobStatus job, JsonGenerator json) throws IOException {
    json.writeStringField("id", job.id());
    json.writeStringField("name", job.options().name());
    json.writeStringField("state", job.state().word());
    writeCounts(job, json);
    json.writeNumberField("lastLine", job.lastLine());
    json.writeStringField("reason", job.reason());
    json.writeStringField("submitted", job.submitted().toString());
    json.writeStringField("ended", job.ended() == null ? null : job.ended().toString());
    json.writeArrayFieldStart("members");
    for (String member : job.members()) {
      json.writeString(member);
    }
    json.writeEndArray();
    json.writeObjectFieldStart("options");
    for (Map.Entry<String, String> option : OptionWords.of(job.options()).entrySet()) {
      json.writeStringField(option.getKey(), option.getValue());
    }
    json.writeEndObject();
    writeFailures(job.failures(), json);
  }

  private static void writeCounts(JobStatus job, JsonGenerator json) throws IOException {
    if (job.total() < 0) {
      json.writeNullField("total");
    } else {
      json.writeNumberField("total", job.total());
    }
    JobCounts counts = job.counts();
    json.writeNumberField("done", counts.done());
    json.writeNumberField("waiting", counts.waiting());
    json.writeNumberField("running", counts.running());
    json.writeNumberField("succeeded", counts.succeeded());
    json.writeNumberField("failed", counts.failed());
    json.writeNumberField("cancelled", counts.cancelled());
  }

  private static void writeFailures(List<TaskResult> failures, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart("failures");
    for (TaskResult failure : failures) {
      json.writeStartObject();
      json.writeNumberField("task", failure.task());
      json.writeStringField("error", failure.error());
      json.writeStringField("kind", failure.kind() == null ? null : failure.kind().word());
      json.writeStringField("member", failure.member());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
