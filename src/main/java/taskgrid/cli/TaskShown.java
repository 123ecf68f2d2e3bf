package taskgrid.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import taskgrid.task.TaskState;
import taskgrid.task.TaskStatus;
import taskgrid.task.TaskStatus.Attempt;

/** One task with all that is known of it. */
record TaskShown(TaskStatus task) implements Shown {
  /** Of a task of which the grid has nothing any more. */
  private static final String LOST = "lost";

  @Override
  public List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(row("task", task.job() + "." + task.task()));
    lines.add(row("state", state()));
    String line = text();
    lines.add(row("line", line == null ? "-" : OneLine.of(line)));
    task.attempts().forEach(attempt -> lines.add(row("attempt", words(attempt))));
    if (task.why() != null) {
      lines.add(row("why", OneLine.of(task.why())));
    }
    return lines;
  }

  private static String row(String key, String value) {
    return key + " ".repeat(11 - key.length()) + value;
  }

  private String state() {
    return task.state() == null ? LOST : task.state().word();
  }

  private @Nullable String text() {
    return task.line() == null ? null : new String(task.line(), StandardCharsets.UTF_8);
  }

  private static String words(Attempt attempt) {
    StringBuilder words = new StringBuilder();
    words.append(attempt.number()).append(" on ").append(attempt.member());
    if (attempt.started() != null) {
      words.append(" from ").append(millis(attempt.started()));
      boolean runs = attempt.outcome() == TaskState.RUNNING;
      words.append(runs ? " on, so far " : " to " + end(attempt) + ", ");
      words.append(Spans.seconds(Duration.ofNanos(attempt.nanos())));
    }
    words.append(": ").append(attempt.outcome().word());
    if (attempt.kind() != null) {
      words.append(" (").append(attempt.kind().word()).append(')');
    }
    return attempt.error() == null
        ? words.toString()
        : words.append(": ").append(OneLine.of(attempt.error())).toString();
  }

  private static @Nullable String end(Attempt attempt) {
    return attempt.started() == null || attempt.outcome() == TaskState.RUNNING
        ? null
        : millis(attempt.started().plusNanos(attempt.nanos()));
  }

  private static String millis(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", task.job());
    json.writeNumberField("task", task.task());
    json.writeStringField("state", state());
    json.writeStringField("line", text());
    json.writeArrayFieldStart("attempts");
    for (Attempt attempt : task.attempts()) {
      write(attempt, json);
    }
    json.writeEndArray();
    json.writeStringField("why", task.why());
    json.writeEndObject();
  }

  private static void write(Attempt attempt, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("attempt", attempt.number());
    json.writeStringField("member", attempt.member());
    json.writeStringField("started", attempt.started() == null ? null : millis(attempt.started()));
    json.writeStringField("ended", end(attempt));
    if (attempt.started() == null) {
      json.writeNullField("millis");
    } else {
      json.writeNumberField("millis", Math.round(attempt.nanos() / 1e5) / 10.0);
    }
    json.writeStringField("outcome", attempt.outcome().word());
    json.writeStringField("kind", attempt.kind() == null ? null : attempt.kind().word());
    json.writeStringField("error", attempt.error());
    json.writeEndObject();
  }

  @Override
  public List<String> quiet() {
    return List.of(task.job() + "." + task.task() + " " + state());
  }
}
