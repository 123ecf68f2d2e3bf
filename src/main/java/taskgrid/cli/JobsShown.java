package taskgrid.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import taskgrid.task.JobStatus;

/** Several jobs, a line each. */
record JobsShown(List<JobStatus> jobs, Instant now) implements Shown {
  private static final int LONGEST_NAME = 30;

  @Override
  public List<String> table() {
    Table table = new Table("id", "name", "state", "done/total", "failed", "rate", "age");
    for (JobStatus job : jobs) {
      table.row(
          job.id(),
          name(job),
          job.state().word(),
          job.counts().done() + "/" + (job.total() < 0 ? "?" : job.total()),
          Long.toString(job.counts().failed()),
          Spans.rate(job, now) + "/s",
          Spans.age(Duration.between(job.submitted(), now)));
    }
    return table.lines();
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (JobStatus job : jobs) {
      JobJson.write(job, json);
    }
    json.writeEndArray();
  }

  @Override
  public List<String> quiet() {
    return jobs.stream().map(JobStatus::id).toList();
  }

  private static String name(JobStatus job) {
    if (job.options().name() == null) {
      return "-";
    }
    String name = OneLine.of(job.options().name());
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
  }
}
