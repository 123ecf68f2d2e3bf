package taskgrid.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import taskgrid.cli.terminal.ProgressText;
import taskgrid.task.JobCounts;
import taskgrid.task.JobOptions;
import taskgrid.task.JobState;
import taskgrid.task.JobStatus;
import taskgrid.task.TaskResult;

/**
 * One job with all that is known of it.
 *
 * @param waits why it does not go on, or not as fast as it could
 */
record JobShown(JobStatus job, List<String> waits, Instant now) implements Shown {
  private static final int BAR = 40;
  private static final int FAILURES = 5;

  @Override
  public List<String> table() {
    List<String> lines = new ArrayList<>();
    line(lines, "job", job.id());
    line(lines, "name", job.options().name() == null ? "-" : OneLine.of(job.options().name()));
    line(lines, "state", job.state().word());
    line(lines, "progress", progress());
    line(lines, "tasks", counts());
    line(lines, "options", options());
    line(lines, "members", job.members().isEmpty() ? "-" : String.join(" ", job.members()));
    line(lines, "submitted", job.submitted().toString());
    line(lines, "ended", job.ended() == null ? "-" : job.ended().toString());
    line(lines, "lasted", Spans.seconds(Spans.lasted(job, now)));
    line(lines, "rate", Spans.rate(job, now) + " tasks/s");
    failures().forEach(failure -> line(lines, "failed", failure));
    why().forEach(reason -> line(lines, "why", OneLine.of(reason)));
    return lines;
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    JobJson.write(job, why(), json);
  }

  @Override
  public List<String> quiet() {
    return List.of(job.id() + " " + job.state().word());
  }

  private static void line(List<String> lines, String key, String value) {
    if (!value.isEmpty()) {
      lines.add(key + " ".repeat(11 - key.length()) + value);
    }
  }

  private String progress() {
    long done = job.counts().done();
    if (job.total() < 0) {
      return done + "/? tasks, its input is not read to the end";
    }
    return ProgressText.bar(done, job.total(), BAR)
        + " "
        + ProgressText.percent(done, job.total())
        + "% "
        + done
        + "/"
        + job.total();
  }

  private String counts() {
    JobCounts counts = job.counts();
    return counts.waiting()
        + " waiting, "
        + counts.running()
        + " running, "
        + counts.succeeded()
        + " succeeded, "
        + counts.failed()
        + " failed, "
        + counts.cancelled()
        + " cancelled";
  }

  /** Those that differ from the defaults. */
  private String options() {
    Map<String, String> usual = OptionWords.of(JobOptions.DEFAULT);
    List<String> words = new ArrayList<>();
    OptionWords.of(job.options())
        .forEach(
            (key, value) -> {
              if (!key.equals("name") && !value.equals(usual.get(key))) {
                words.add(key + "=" + OneLine.of(value));
              }
            });
    return words.isEmpty() ? "-" : String.join(" ", words);
  }

  /** The first failures, those with one message together. */
  private List<String> failures() {
    Map<String, List<String>> byMessage = new LinkedHashMap<>();
    for (TaskResult failure : job.failures().stream().limit(FAILURES).toList()) {
      String reason = failure.error() == null ? "no reason given" : OneLine.of(failure.error());
      byMessage
          .computeIfAbsent(reason, none -> new ArrayList<>())
          .add(Long.toString(failure.task()));
    }
    List<String> lines = new ArrayList<>();
    byMessage.forEach(
        (reason, tasks) -> lines.add(reason + " (tasks " + String.join(", ", tasks) + ")"));
    return lines;
  }

  /** Why it was cancelled or ended so; of one that goes on what keeps it. */
  private List<String> why() {
    List<String> all = new ArrayList<>();
    if (job.reason() != null) {
      all.add(job.reason());
    } else if (job.state() == JobState.STRANDED) {
      all.add("its submitter is gone; line " + job.lastLine() + " is the last one received");
    } else if (job.state() == JobState.LOST) {
      all.add("results are gone with the members that held them");
    }
    all.addAll(waits);
    return all;
  }
}
