package taskgrid.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import taskgrid.task.FailureKind;
import taskgrid.task.JobCounts;
import taskgrid.task.JobOptions;
import taskgrid.task.JobState;
import taskgrid.task.JobStatus;
import taskgrid.task.MemberStatus;
import taskgrid.task.TaskResult;
import taskgrid.task.TaskState;
import taskgrid.task.TaskStatus;

/** Results, jobs and members to show. */
public final class Samples {
  static final Instant STARTED = Instant.parse("2026-11-21T10:00:00.123Z");
  private static final String MEMBER = "127.0.0.1:5701";

  private Samples() {}

  public static TaskResult succeeded(long task, String value) {
    return succeeded(task, value.getBytes(UTF_8), ("double " + task).getBytes(UTF_8));
  }

  public static TaskResult succeeded(long task, byte[] value, byte[] input) {
    return new TaskResult(
        task, TaskState.SUCCEEDED, value, null, null, "double", input, MEMBER, 1, STARTED, 400_000);
  }

  public static TaskResult failed(long task, String error) {
    return new TaskResult(
        task,
        TaskState.FAILED,
        null,
        error,
        FailureKind.ERROR,
        "fail",
        ("fail " + error).getBytes(UTF_8),
        "127.0.0.1:5702",
        2,
        STARTED,
        1_260_000_000);
  }

  /** One that never ran. */
  public static TaskResult cancelled(long task) {
    return new TaskResult(
        task,
        TaskState.CANCELLED,
        null,
        "wrong input",
        null,
        null,
        ("double " + task).getBytes(UTF_8),
        null,
        0,
        null,
        0);
  }

  /** One that failed twice and waits. */
  static TaskStatus task(String job, long number) {
    return new TaskStatus(
        job,
        number,
        TaskState.WAITING,
        "sh ./score.sh 17\t".getBytes(UTF_8),
        List.of(
            new TaskStatus.Attempt(
                1,
                MEMBER,
                STARTED,
                1_260_000_000,
                TaskState.FAILED,
                FailureKind.ERROR,
                "no such file: a"),
            new TaskStatus.Attempt(
                2,
                "127.0.0.1:5702",
                STARTED.plusSeconds(2),
                5_000_000_000L,
                TaskState.FAILED,
                FailureKind.TIMEOUT,
                "no answer within 5000 ms")),
        "its next attempt begins in 3.0 s");
  }

  static JobStatus job(String id, JobState state, JobCounts counts, long total) {
    return job(id, state, counts, total, null, List.of());
  }

  static JobStatus job(
      String id,
      JobState state,
      JobCounts counts,
      long total,
      String name,
      List<TaskResult> failures) {
    Instant submitted = FakeTime.NOW.minus(Duration.ofSeconds(150));
    JobOptions options =
        new JobOptions(
            name,
            "square | subtract 1",
            0,
            1 << 20,
            16 << 20,
            Duration.ofHours(1),
            Duration.ofHours(24),
            false);
    boolean ended = state.ended();
    return new JobStatus(
        id,
        state,
        options,
        counts,
        total,
        1000,
        state == JobState.CANCELLED ? "wrong input" : null,
        List.of(MEMBER, "127.0.0.1:5702"),
        failures,
        submitted,
        ended ? submitted.plusMillis(1040) : null);
  }

  static MemberStatus member(String address, Map<String, String> labels) {
    return new MemberStatus(address, labels, 8, 3, 1200, 300L << 20, 2L << 30, "0.1.0");
  }
}
